import type { Edit } from './change.ts';
import type { ResolvedVersion } from './dependency.ts';
import type { Located, Place } from './location.ts';
import type { Argument, CallSite, NamedValue, Setting, Value } from './value.ts';

/** What a server is built with. */
export type Library =
  | 'mcp' // Python SDK: FastMCP (1.x), MCPServer (2.x)
  | 'fastmcp' // Python fastmcp
  | 'mcp-lowlevel' // Python SDK: StreamableHTTPSessionManager and Server
  | 'fastapi-mcp'
  | 'bedrock-agentcore' // BedrockAgentCoreApp: serves the HTTP protocol, not MCP
  | '@modelcontextprotocol/sdk' // TypeScript 1.x
  | '@modelcontextprotocol/server' // TypeScript 2.x
  | 'npm:fastmcp';

/** Every server found in the sources, deployed or not. */
export interface Servers {
  readonly servers: readonly Server[];
  /** Source files that mention a server and could not be understood, with the reason. */
  readonly unclear: readonly { readonly at: Place; readonly saw: string }[];
  /** What each agent starts, where that leads to a file of the project. */
  readonly starts: readonly ServerStart[];
}

/** The file that a deployed agent starts, and the words that start it. */
export interface ServerStart {
  /** Empty for an image that no agent is declared for. */
  readonly agent: string;
  readonly path: string;
  readonly packaging: 'container' | 'code-zip' | 'unknown';
  /** The folder whose code is deployed. */
  readonly folder: string;
  readonly dockerfile?: string;
  /** How the container's command was understood; absent: the file itself is run. */
  readonly program?: StartedProgram;
  readonly environment: readonly NamedValue[];
  readonly because: string;
  readonly at: Place;
}

/** A program that starts a server, with the words behind it. */
export interface StartedProgram {
  readonly kind: string;
  /** A file, a module, an npm script or a console script, as the command names it. */
  readonly target: string;
  /** `app` of `main:app`. */
  readonly attribute?: string;
  readonly argv: readonly string[];
}

/** One server object of the sources. */
export interface Server {
  readonly path: string;
  readonly language: 'python' | 'typescript';
  readonly library: Library;
  readonly version: ResolvedVersion;
  /** The versions of the packages that it stands on, by name: `mcp` and `fastmcp` for Python. */
  readonly packages?: { readonly [name: string]: ResolvedVersion };
  /** The folder that Python searches first when the program imports something; absent when it is not known. */
  readonly searched?: string;
  /** It is handed to code that cannot be seen, which may start it. */
  readonly handedOver?: true;
  /** Its file is run as the program and binds it at the top: a statement at the end of the file can start it. */
  readonly startable?: true;
  /** The import that brings the library in. */
  readonly imported: ImportSite;
  /** Every import of third-party code in the server's file and in the project's modules that it imports. */
  readonly imports: readonly ImportSite[];
  /** Name of the class as the library calls it: `FastMCP`, `MCPServer`, `StreamableHTTPServerTransport`. */
  readonly className: string;
  /** The name it is bound to: `mcp`, `server`, `app`. */
  readonly variable?: string;
  readonly construction: CallSite;
  /** Settings assigned after the construction: `mcp.settings.host = …`. */
  readonly adjustments?: readonly Adjustment[];
  /** Every way in which it is started. Empty: nothing starts it. */
  readonly launches: readonly Launch[];
  /** Whether this is what AgentCore starts. Checks of the contract look at `deployed` only. */
  readonly part: 'deployed' | 'aside' | 'unsure';
  /** Why it has that part: "`entrypoint` of agent `weather`", "`CMD` of Dockerfile". */
  readonly because: string;
  /** The name of the agent that it is deployed as, and where that agent stands in the fact `agents`. */
  readonly agent?: string;
  readonly agentIndex?: number;
  /** Elicitation, sampling or roots requested from the client in the middle of a tool call. */
  readonly asksClient: readonly Located<'elicitation' | 'sampling' | 'roots'>[];
  /** Authentication in the server itself: `auth=`, `token_verifier=`, an authenticating middleware. */
  readonly authentication: readonly Authentication[];
  /** Mounted into another ASGI or Express application. */
  readonly mounts: readonly Mount[];
  /** What is special to one library and is judged by one check; keyed by that check's id. */
  readonly peculiarities: readonly Peculiarity[];
}

/** What makes a server ask for credentials itself, by its name. */
export interface Authentication extends Located<string> {
  /** It is a statement of its own: `app.add_middleware(…)`. */
  readonly statement?: true;
}

export interface Adjustment {
  readonly name: string;
  readonly value: Value;
  /** The name that is assigned to, with its path: `mcp.settings.host`. */
  readonly at: Place;
  /** The whole statement, when it assigns nothing else. */
  readonly statement?: Place;
}

export interface ImportSite {
  readonly module: string;
  readonly name: string;
  readonly alias?: string;
  readonly at: Place;
  /** Absent: always, when the module is loaded. In a function; in a `try` or a branch; for the type checker only. */
  readonly when?: 'called' | 'optional' | 'typing';
  /** Every place of the module that reads the name which the import binds; of SDKs in Python only. */
  readonly uses?: readonly Place[];
}

/** One way of starting a server, with the settings that hold there. */
export interface Launch {
  /** `run`: the library's own; `app`: an ASGI app handed to uvicorn; `command`: `fastmcp run`, `uvicorn main:app`. */
  readonly how: 'run' | 'app' | 'command' | 'listen';
  readonly at: Place;
  /** The method of the server that is called: `run`, `run_async`, `http_app`. */
  readonly method?: string;
  /** The command line that the program is started with. */
  readonly command?: CommandLine;
  readonly call?: CallSite;
  /** The call that makes the ASGI app: `mcp.http_app(…)`; in JavaScript an app with a guard: `createMcpExpressApp()`. */
  readonly appCall?: CallSite;
  /** The branch it stands in, as written: `if args.http`. */
  readonly condition?: string;
  /** Whether that branch is taken in the image: decided from the environment and the command line, or not. */
  readonly reached: 'yes' | 'no' | 'unclear';
  /** The function around it that nothing calls, and that wants no arguments. */
  readonly uncalled?: { readonly name: string; readonly async: boolean };
  /** What a command line would have to say for the branch to be taken. */
  readonly flags?: readonly string[];
  readonly transport: Setting<string>;
  readonly host: Setting<string>;
  readonly port: Setting<number>;
  readonly path: Setting<string>;
  readonly stateless: Setting<boolean>;
  /** Refusal of foreign Host headers: on, off, or not to be told. */
  readonly hostGuard: Setting<boolean>;
}

/** What a container is told to run. */
export interface CommandLine {
  readonly program: string;
  /** The words of the program, from its name on, wherever they stand: in a Dockerfile, in a start script. */
  readonly words: readonly Located<string>[];
  /** The instruction of the Dockerfile that starts it. */
  readonly instruction?: Place;
}

/** An ASGI app mounted in another one, or a router. */
export interface Mount {
  readonly at: Place;
  /** Where it is mounted. */
  readonly prefix: Setting<string>;
  /** The path of the app itself, without the prefix. */
  readonly own: Setting<string>;
  /** The whole path that results: prefix and the app's own path. */
  readonly path: Setting<string>;
  /** Whether the outer application runs the inner one's lifespan. */
  readonly lifespan: 'passed' | 'missing' | 'unclear';
  readonly appAt: Place;
  /** No other MCP app is mounted in the same application. */
  readonly alone: boolean;
  /** The expression that is mounted: `mcp_app`. */
  readonly inner?: Located<string>;
  /** What it is mounted in, by a statement of its own: `app` of `app.mount(…)`. */
  readonly into?: string;
  /** The call that makes the application around it, where it has no lifespan yet. */
  readonly outer?: CallSite;
}

/** A fact that one check alone understands. */
export interface Peculiarity {
  readonly check: string;
  readonly at: Place;
  readonly saw: string;
  readonly related?: readonly Place[];
  readonly argument?: Argument;
  /** What it takes to write it as it is wanted, where that can be told. */
  readonly edits?: readonly Edit[];
  /** The call that is to be written differently, and the framework that it belongs to. */
  readonly call?: CallSite;
  readonly framework?: string;
}
