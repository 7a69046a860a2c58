import { CRASH_REPORTED_AS_TIMEOUT, FASTMCP, PYTHON_SDK_2 } from './pages.ts';
import { hollowPackage } from './python-libraries.ts';
import { likely, surely, type Cause, type Symptom } from './symptom.ts';

// Python servers that end before they listen, whatever library they use.

const conflictingLibraries: Cause = {
  id: 'libraries-conflict',
  title: 'The installed libraries do not fit each other',
  because:
    'Some releases of `fastmcp` set no upper bound, so that a build of today pairs them with an `mcp` or `pydantic` they do not know.',
  remedy: 'Take a newer `fastmcp`, or add `mcp<2` beside it, and build from a lock file.',
  evidence: 'The traceback runs through files of `fastmcp` itself, not through yours.',
  check: 'dependency-conflict',
  references: ['https://github.com/jlowin/fastmcp/releases', PYTHON_SDK_2],
};

const shadowedPackage: Cause = {
  id: 'package-shadowed',
  title: 'A file of the project hides the package',
  because: 'Python finds `mcp.py` or a folder `mcp` of the project before the installed package of that name.',
  remedy: 'Rename the file or folder.',
  evidence: 'The message adds "is not a package", or the path in it lies in the project.',
  check: 'local-module-shadows-sdk',
  references: ['https://docs.python.org/3/library/sys_path_init.html'],
};

const runsTwice: Cause = {
  id: 'runs-twice',
  title: 'The server is started twice in one process',
  because:
    '`fastmcp run` imports the file, and a call of `run` at its top level starts the server before the command can.',
  remedy: 'Put the call below `if __name__ == "__main__":`.',
  evidence: 'The start command is `fastmcp run`, and the file calls `run` outside of a guard.',
  check: 'server-does-not-start',
  references: [FASTMCP],
};

const settingMissing: Cause = {
  id: 'setting-missing',
  title: 'An environment variable that the code reads at import is not set on the runtime',
  because: 'What stands in `.env` or in your shell is not deployed, so reading it raises before the server listens.',
  remedy:
    'Set the variable on the runtime (`environmentVariables`, `agentcore deploy --env NAME=value`), or read it where it is used.',
  evidence: 'The traceback ends in a KeyError with the name of the variable, in a line that runs at import.',
  check: 'server-does-not-start',
  references: ['https://github.com/aws/agentcore-cli/issues/1378'],
};

const regionMissing: Cause = {
  id: 'region-missing',
  title: 'An AWS client is made at import, and no region is configured there',
  because: 'The client finds no region in the container and raises while the module is imported.',
  remedy: 'Pass `region_name`, or set `AWS_REGION` on the runtime, and make the client where it is used.',
  evidence: 'The traceback ends in NoRegionError, below a line of your module that runs at import.',
  check: 'server-does-not-start',
  references: ['https://boto3.amazonaws.com/v1/documentation/api/latest/guide/configuration.html'],
};

const portTaken: Cause = {
  id: 'port-taken',
  title: 'Another process listens on the port already',
  because: 'An earlier start of the server still runs, or the file starts two servers.',
  remedy: 'End the other process (`ss -ltnp` names it), or start the server once.',
  evidence: '`ss -ltnp` lists a listener on that port.',
  check: 'server-does-not-start',
  references: ['https://www.uvicorn.org/settings/'],
};

/** The process of the server ends on its own; which line did it stands in its log. */
export const serverEnds: Cause = {
  id: 'server-ends',
  title: 'The process of the server ends before it listens',
  because:
    'An error at import ends the process at once, and the platform waits for a port that never opens; READY says only that the runtime was created.',
  remedy:
    "Read the last lines of the container's log, and start the entry point with the environment of the deployment.",
  evidence: 'The log of the container holds a traceback and no line `Uvicorn running on`.',
  check: 'server-does-not-start',
  references: [CRASH_REPORTED_AS_TIMEOUT, 'https://github.com/awslabs/agentcore-samples/pull/2004'],
};

export const pythonStarts: readonly Symptom[] = [
  {
    id: 'address-in-use',
    title: 'The port is taken',
    grade: 'fault',
    seen: [{ says: 'address already in use' }, { says: 'EADDRINUSE' }],
    suspects: [surely(portTaken)],
  },
  {
    id: 'libraries-clash',
    title: 'A library fails inside another one',
    grade: 'fault',
    seen: [
      { says: "cannot import name 'AnyFunction' from 'mcp.types'" },
      { says: "cannot import name 'McpError' from 'mcp.shared.exceptions'" },
      { says: 'cannot specify both default and default_factory' },
      { says: 'ResolutionImpossible' },
      { says: 'because these package versions have conflicting dependencies' },
      { says: 'No solution found when resolving dependencies' },
    ],
    suspects: [surely(conflictingLibraries)],
  },
  {
    id: 'package-empty',
    title: 'The package holds nothing',
    grade: 'fault',
    seen: [
      { says: "cannot import name 'FastMCP' from 'fastmcp' (unknown location)" },
      { says: "module 'fastmcp' has no attribute" },
    ],
    suspects: [likely(hollowPackage), likely(shadowedPackage)],
  },
  {
    id: 'package-is-a-file',
    title: 'A module stands where a package is expected',
    grade: 'fault',
    seen: [
      { says: "'mcp' is not a package" },
      { says: "'fastmcp' is not a package" },
      { says: "partially initialized module 'mcp" },
    ],
    suspects: [surely(shadowedPackage)],
  },
  {
    id: 'run-within-run',
    title: 'An event loop runs already',
    grade: 'fault',
    seen: [{ says: 'Already running asyncio in this thread' }],
    suspects: [surely(runsTwice)],
  },
  {
    id: 'variable-missing',
    title: 'An environment variable is missing',
    grade: 'fault',
    seen: [
      { says: 'os.environ[ … KeyError:' },
      { says: 'frozen os … __getitem__ … KeyError:' },
      { says: '/os.py … __getitem__ … KeyError:' },
    ],
    suspects: [surely(settingMissing)],
  },
  {
    id: 'no-region',
    title: 'The AWS client knows no region',
    grade: 'fault',
    seen: [{ says: 'NoRegionError' }, { says: 'You must specify a region' }],
    suspects: [surely(regionMissing)],
  },
];
