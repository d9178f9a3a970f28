import { normaliseText } from '../../normalise.ts';
import { saidDoctype, saidId, saidLimit, saidNote, saidReason } from './approval-words.ts';
import { readProjectName } from './project-words.ts';
import type { SlotReader, SlotReaders } from './slot-reader.ts';
import { readTaskStatus } from './status-words.ts';
import { readNewTask, saidPriority } from './task-words.ts';

const getMyTasks: SlotReader = (text) => {
  const words = normaliseText(text);
  const status = taskStatus(words);
  const priority = taskPriority(words, text);
  // "What did I get done this week" is no deadline.
  const due = /\bdid i\b/u.test(words) && status === 'completed' ? null : dueWhen(words);
  return {
    ...(status === null ? {} : { status }),
    ...(priority === null ? {} : { priority }),
    ...(due === null ? {} : { due_date: due }),
  };
};

function taskStatus(words: string): string | null {
  if (
    /\b(?:did|have) i (?:already )?(?:get done|finish|finished|complete|completed|close|closed|do|wrap up|tick off)\b/u.test(
      words,
    )
  )
    return 'completed';
  if (
    /\b(?:all|every) .*\b(?:also|including|even|and)\b.*\b(?:finished|done|completed|closed)\b|\b(?:finished and open|open and (?:closed|finished|done)|old and new)\b/u.test(
      words,
    )
  )
    return 'all';
  if (
    /\b(?:in progress|in-progress|working on|work on|underway|under way|started|begun|busy with)\b/u.test(words) &&
    !/\bsupposed to|\bshould (?:i )?work on\b|\bwork on (?:next|first)\b/u.test(words)
  )
    return 'in_progress';
  if (
    /\b(?:completed|finished|done|closed|accomplished)\b/u.test(words) &&
    !/\b(?:get|be|to be|getting|not|not yet|have|need).{0,12} (?:done|finished|completed)\b(?! tasks)|\b(?:not|aren't|isn't|haven't) (?:yet )?(?:done|finished|completed)\b/u.test(
      words.replace(/\b(?:have|did) i (?:already )?(?:completed|finished|done|closed)\b/u, 'i completed'),
    )
  )
    return 'completed';
  if (
    /(?<!^)(?<!please )\bopen\b(?! my| the)|\b(?:outstanding|pending|unfinished|(?:haven't|have not) (?:yet )?(?:done|finished)|not (?:yet )?(?:done|finished|completed)|still to do|to do still|left to do|remaining|uncompleted)\b/u.test(
      words,
    )
  )
    return 'open';
  return /^open (?:tasks|to-?dos|items|ones)/u.test(words) ? 'open' : null;
}

function taskPriority(words: string, text: string): string | null {
  const said = saidPriority(text);
  if (said !== null) return said.toLowerCase();
  return /\b(?:most (?:urgent|important|pressing)|pressing|high|hot|hottest)\b/u.test(words) ? 'high' : null;
}

function dueWhen(words: string): string | null {
  if (
    /\b(?:overdue|past due|late (?:on|with)|behind (?:on|with)|did i miss|slipped|running late|missed|past (?:the|their|its) (?:deadline|due date)|late tasks?|what's late|am i late|too late)\b/u.test(
      words,
    )
  )
    return 'overdue';
  if (/\b(?:this week|by (?:the )?end of (?:the )?week)\b/u.test(words)) return 'this_week';
  if (/\bnext week\b/u.test(words)) return 'next_week';
  if (/\btomorrow\b/u.test(words)) return 'tomorrow';
  return /\b(?:today|tonight|by (?:the )?end of (?:the )?day)\b/u.test(words) ? 'today' : null;
}

const createTask: SlotReader = (text, context) => ({ ...readNewTask(text, context) });

const updateTaskStatus: SlotReader = (text) => ({ ...readTaskStatus(text) });

const getPendingApprovals: SlotReader = (text) => {
  const doctype = saidDoctype(text);
  const limit = saidLimit(text);
  return { ...(doctype === null ? {} : { doctype }), ...(limit === null ? {} : { limit }) };
};

const approveRequest: SlotReader = (text) => {
  const note = saidNote(text);
  return { ...document(text), ...(note === null ? {} : { comment: note }) };
};

const rejectRequest: SlotReader = (text) => {
  const reason = saidReason(text);
  return { ...document(text), ...(reason === null ? {} : { reason }) };
};

function document(text: string): Readonly<Record<string, unknown>> {
  const id = saidId(text);
  const doctype = saidDoctype(text);
  return { ...(doctype === null ? {} : { doctype }), ...(id === null ? {} : { docname: id }) };
}

const getProjectStatus: SlotReader = (text) => {
  const name = readProjectName(text);
  return name === null ? {} : { project_id: name };
};

const EVERY =
  /\b(?:every project i've|old and new|all projects|ever|(?:including|also|even) (?:the )?(?:finished|completed|done|closed|old|past)|(?:finished|completed|done|closed) (?:and|or) (?:running|open|active|current|ongoing)|(?:running|open|active|current|ongoing) (?:and|or) (?:finished|completed|done|closed))\b/u;

const getMyProjects: SlotReader = (text) => {
  const words = normaliseText(text);
  const role =
    /\b(?:i lead|i own|i manage|i run|do i (?:lead|own|manage|run)|owner|project manager of|manager of|responsible for|in charge of|under my lead|led by me|that are mine|head up|heading up|(?:am i|i(?:'m| am)) (?:the )?(?:leading|running|managing|heading|owner|project manager|responsible|in charge)|i set up|i started)\b/u.test(
      words,
    )
      ? 'owner'
      : /\b(?:member|participant|contributor|just a part|only a part)\b/u.test(words)
        ? 'member'
        : null;
  const status =
    /\b(?:completed?|wrap up|finish|finished|done|closed|past|wrapped up)\b/u.test(words) && !EVERY.test(words)
      ? 'completed'
      : /\b(?:on hold|on-hold|stalled|paused|stopped|suspended|parked|frozen|on ice)\b/u.test(words)
        ? 'on_hold'
        : EVERY.test(words)
          ? 'all'
          : /\b(?:active|current|currently|running|right now|at the moment|open|in progress|ongoing|live)\b/u.test(
                words.replace(/\b(?:am i|i(?:'m| am)) running\b/u, ''),
              )
            ? 'active'
            : null;
  return { ...(role === null ? {} : { role }), ...(status === null ? {} : { status }) };
};

export const operationsSlots: SlotReaders = {
  get_my_tasks: getMyTasks,
  create_task: createTask,
  update_task_status: updateTaskStatus,
  get_pending_approvals: getPendingApprovals,
  approve_request: approveRequest,
  reject_request: rejectRequest,
  get_project_status: getProjectStatus,
  get_my_projects: getMyProjects,
};
