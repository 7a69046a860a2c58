import { protocolMissing } from './configuration.ts';
import { noWayOut } from './network.ts';
import { CRASH_REPORTED_AS_TIMEOUT, START_TROUBLE, TROUBLESHOOTING } from './pages.ts';
import { serverEnds } from './python-starts.ts';
import { otherTransport, wrongPort } from './serving.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

const packageMissing: Cause = {
  id: 'package-missing',
  title: 'A package that the server imports is not in the image or the archive',
  because: 'The build installs what the dependency file names and nothing else; the import ends the process.',
  remedy: 'Name the package in the dependency file that the build installs, and build again.',
  evidence: 'The traceback ends in the name of a package that your machine has and the dependency file does not.',
  check: 'dependency-missing',
  references: [
    CRASH_REPORTED_AS_TIMEOUT,
    'https://github.com/awslabs/fullstack-solution-template-for-agentcore/issues/93',
  ],
};

const leftOut: Cause = {
  id: 'files-left-out',
  title: 'A folder of the project is not in the package',
  because:
    'The toolkit packs by an ignore list of its own, which drops folders such as `docs`, `tests`, `env` and `cdk`, and it breaks symbolic links.',
  remedy: 'Move what the server imports into a folder of another name, and replace links by files.',
  evidence: 'The missing module is one of yours, and its folder is absent from the listing of the archive.',
  references: ['https://github.com/aws/bedrock-agentcore-starter-toolkit'],
};

const foreignWheels: Cause = {
  id: 'wheels-for-another-processor',
  title: 'Compiled packages in the archive are built for another processor',
  because: 'AgentCore runs ARM64, and a package installed on x86 or macOS brings libraries that it cannot load.',
  remedy:
    'Install for the target: `uv pip install --python-platform aarch64-manylinux2014 --only-binary=:all: --target …`.',
  evidence: 'The ImportError names a `.so` file, and the wheels in the archive are tagged `x86_64` or `macosx`.',
  check: 'server-does-not-start',
  references: [TROUBLESHOOTING],
};

export const slowStart: Cause = {
  id: 'start-too-slow',
  title: 'The server needs longer to start than AgentCore waits',
  because:
    'Heavy imports, downloads or connections to databases and other servers before the port opens use up the 30 seconds of a code archive or the 120 of a container.',
  remedy: 'Open connections on first use, import late, and make the image smaller.',
  evidence: 'The log shows `Uvicorn running on`, late; between the first line and it lie tens of seconds.',
  check: 'slow-start',
  references: ['https://github.com/aws/bedrock-agentcore-sdk-python/issues/599', START_TROUBLE],
};

export const failsFirstRequest: Cause = {
  id: 'first-request-fails',
  title: 'The server starts, and answers the first request with an error of its own',
  because:
    'A 5xx on a new session is tried again until the start-up limit, so an error of the application comes out as a timeout.',
  remedy: "Cure the error in the container's log; the timeout goes with it.",
  evidence: 'The access log repeats `POST /mcp` with 5xx every few seconds.',
  check: 'runtime-fails-to-start',
  references: [START_TROUBLE],
};

const noEntryPoint: Cause = {
  id: 'entry-point-not-there',
  title: 'The start command names a file that is not in the image',
  because: 'Python or Node ends at once when the file does not exist, or may not be read.',
  remedy: 'Start a file that the image has, under the path it has there.',
  evidence: 'The log of the container has this one line and no traceback.',
  check: 'image-command-mismatch',
  references: ['https://github.com/aws/bedrock-agentcore-sdk-python/issues/189'],
};

const libraryMissing: Cause = {
  id: 'system-library-missing',
  title: 'A library of the system is not in the image',
  because: 'A slim base image leaves out libraries that some Python packages load when they are imported.',
  remedy: 'Install it in the Dockerfile (`apt-get install`), or take the headless build of the package.',
  evidence: 'The message names a file such as `libGL.so.1`, which is no file of a Python package.',
  check: 'server-does-not-start',
  references: [CRASH_REPORTED_AS_TIMEOUT],
};

export const programStarts: readonly Symptom[] = [
  {
    id: 'module-missing',
    title: 'A module is missing',
    grade: 'fault',
    seen: [
      { says: 'ModuleNotFoundError: No module named' },
      { says: 'Error: Cannot find module' },
      { says: 'Error [ERR_MODULE_NOT_FOUND]' },
      { says: 'ImportError: No module named' },
    ],
    suspects: [likely(packageMissing), perhaps(leftOut)],
    unless: [
      'mcp-1-import-fails',
      'mcp-2-import-fails',
      'package-is-a-file',
      'folder-left-out',
      'client-name-gone',
      'sdk-name-gone',
    ],
  },
  {
    id: 'folder-left-out',
    title: 'A folder of the project is missing in the package',
    grade: 'fault',
    seen: [
      { says: "No module named 'tests" },
      { says: "No module named 'docs" },
      { says: "No module named 'env." },
      { says: "No module named 'cdk" },
      { told: 'symlink … missing in the package' },
      { told: 'symbolic link … not in the package' },
    ],
    suspects: [likely(leftOut), perhaps(packageMissing)],
  },
  {
    id: 'library-of-another-processor',
    title: 'A compiled library does not load',
    grade: 'fault',
    seen: [
      { says: 'invalid ELF header' },
      { says: 'ld-linux-x86-64.so.2: cannot open shared object file' },
      { says: 'x86_64 … cannot open shared object' },
      { says: 'cannot open shared object … x86-64' },
      { says: 'wrong ELF class' },
      { says: 'ImportError: … incompatible architecture' },
      { says: "No module named 'pydantic_core._pydantic_core'" },
    ],
    suspects: [surely(foreignWheels)],
  },
  {
    id: 'library-not-found',
    title: 'A library of the system is not found',
    grade: 'fault',
    seen: [{ says: 'cannot open shared object file: No such file' }],
    suspects: [likely(libraryMissing), perhaps(foreignWheels)],
    unless: ['library-of-another-processor'],
  },
  {
    id: 'entry-point-missing',
    title: 'The start command finds no file',
    grade: 'fault',
    seen: [
      { says: "python: can't open file" },
      { says: "bin/python … can't open file" },
      { says: "Error: Cannot find module '/app/" },
      { says: "Error: Cannot find module '/var/task/" },
    ],
    suspects: [surely(noEntryPoint)],
  },
  {
    id: 'initialization-exceeded-by-errors',
    title: 'The start runs into its time limit while the server answers with errors',
    grade: 'fault',
    seen: [
      { says: 'Runtime initialization time exceeded', access: 'POST /mcp', status: 500 },
      { says: 'Runtime initialization time exceeded', access: 'POST /mcp', status: 502 },
      { says: 'Runtime initialization time exceeded', access: 'POST /mcp', status: 503 },
    ],
    suspects: [likely(failsFirstRequest), perhaps(slowStart)],
  },
  {
    id: 'initialization-exceeded',
    title: 'The server did not answer within the start-up limit',
    grade: 'effect',
    seen: [{ says: 'Runtime initialization time exceeded' }, { says: 'initialization completes in' }],
    suspects: [
      likely(slowStart),
      likely(serverEnds),
      likely(failsFirstRequest),
      perhaps(otherTransport),
      perhaps(wrongPort),
      perhaps(protocolMissing),
      perhaps(noWayOut),
    ],
    unless: ['initialization-exceeded-by-errors'],
  },
  {
    id: 'runtime-start-failed',
    title: 'The platform could not start the container',
    grade: 'effect',
    seen: [
      { says: 'An error occurred when starting the runtime' },
      { told: 'READY … 424' },
      { told: 'READY', status: 424 },
    ],
    suspects: [likely(serverEnds), likely(slowStart), perhaps(wrongPort), perhaps(protocolMissing)],
  },
  {
    id: 'nothing-observed',
    title: 'The gateway waited for a server that said nothing',
    grade: 'effect',
    seen: [{ says: 'Did not observe any item or terminal signal within' }],
    suspects: [likely(protocolMissing), likely(serverEnds), perhaps(wrongPort)],
  },
];
