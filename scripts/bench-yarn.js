// Answers in place of yarn 1, which bench runs in the root of every app (`.yarnrc`, yarn-path). The web assets are
// committed under dartwing_va/public and the sidecar is installed with npm where it runs, so a bench installs and builds
// nothing here. Must run on every Node that a bench may have (18 and newer) and without node_modules.
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const command = words[0] === 'run' ? words[1] : words[0];

if (process.argv.includes('--version') || process.argv.includes('-v')) {
  console.log('1.22.22');
} else if (command === undefined || command === 'install' || command === 'build') {
  console.log(`dartwing_va: nothing to ${command ?? 'install'}; the web assets are part of the repository.`);
} else {
  console.error(
    `dartwing_va: yarn ${command} is not used here. This repository is worked on with npm (see CONTRIBUTING.md).`,
  );
  process.exitCode = 1;
}
