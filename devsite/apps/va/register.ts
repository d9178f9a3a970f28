import { jwkOf } from '../../core/tokens.ts';
import type { Row, Site } from '../../engine/types.ts';
import { isObject, text } from '../values.ts';
import { addActionMethods } from './actions/methods.ts';
import { addAuditMethod, auditColumns, auditTrail } from './audit-log.ts';
import { delegationHook } from './auth-hook.ts';
import { addBatchMethod } from './batch.ts';
import { vaDocTypes } from './doctypes.ts';
import { addGuards } from './guards.ts';
import { addIndexes } from './indexes.ts';
import { siteKeys } from './keys.ts';
import { addKnowledgeMethods } from './knowledge-reads.ts';
import { addPeopleMethods } from './people.ts';
import { addPortal } from './portal.ts';
import { addReads } from './reads.ts';
import { addRecordControllers } from './records.ts';
import { addSeeds } from './seeds.ts';
import { addSessionMethods } from './sessions.ts';
import { addTurnMethods } from './turns.ts';
import { addWidget } from './widget.ts';

/** Registers the Dartwing VA app: its DocTypes, guards, methods and auth hook. */
export function registerVa(site: Site): void {
  const metas = vaDocTypes();
  for (const meta of metas) site.addDocType(meta);
  addIndexes(site);
  const owned = metas.filter((meta) => meta['istable'] !== 1).map((meta) => text(meta['name']));
  // A log names documents; that must not keep anybody from deleting them (real-site finding 4).
  site.ignoreLinksOnDelete(owned);
  const auditMeta = metas.find((meta) => meta['name'] === 'VA Audit Log') ?? {};
  const trail = auditTrail(auditColumns(auditMeta));
  addGuards(site, metas);
  addRecordControllers(site);
  addSessionMethods(site);
  addPeopleMethods(site);
  addTurnMethods(site, trail);
  addBatchMethod(site, trail, fieldNames(metas));
  addActionMethods(site, trail);
  addAuditMethod(site);
  addReads(site);
  addKnowledgeMethods(site);
  addPortal(site);
  addWidget(site);
  addSeeds(site);
  site.addAuthHook(delegationHook);
  site.addMethod('dartwing_va.api.site', { verbs: ['GET'], allowGuest: true }, (ctx) => ({
    site: ctx.site.name,
    time_zone: ctx.site.timeZone,
  }));
  site.addMethod('dartwing_va.api.jwks', { verbs: ['GET'], allowGuest: true }, (ctx) => {
    const keys = siteKeys(ctx.site).map((key) => jwkOf(key.kid, key.x));
    // A GET is rolled back; keys that this very request made must outlive it.
    ctx.commit();
    return { keys };
  });
}

function fieldNames(metas: readonly Row[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    metas.map((meta) => {
      const rows = Array.isArray(meta['fields']) ? meta['fields'].filter(isObject) : [];
      const plain = rows.filter((row) => !/^Table| Break$/.test(text(row['fieldtype'])));
      return [text(meta['name']), new Set(plain.map((row) => text(row['fieldname'])))];
    }),
  );
}
