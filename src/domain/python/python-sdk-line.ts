/** The two Python libraries a Model Context Protocol server is written with. */
export type PythonSdk = 'mcp' | 'fastmcp';

/** A class that makes a server, by the module it is imported from. */
export type ServerClass = { readonly module: string; readonly name: string };

/**
 * An import that fails in a line. Without `name` the module itself is missing. `error` is the last line of the
 * traceback, without the file in brackets and the "Did you mean" that Python adds to some.
 */
export type GoneImport = {
  readonly module: string;
  readonly name?: string;
  readonly error: string;
};

/** A method of the server class and the keyword names it accepts. */
export type ServerMethod = { readonly name: string; readonly accepts: readonly string[] };

/** What a server is when nothing says otherwise. `path` is absent where there is no streamable HTTP. */
export type ServerDefaults = {
  readonly transport: string;
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly stateless: boolean;
};

/** Environment variables a line reads: each prefix joined with each setting, upper case. Empty means none. */
export type ServerEnvironment = {
  readonly prefixes: readonly string[];
  readonly settings: readonly string[];
};

/**
 * When a request with a foreign `Host` is refused with 421:
 * - `none`: never, unless the code configures it;
 * - `constructor-host-loopback`: when the constructor's `host` is loopback, which is its default, whatever is bound;
 * - `run-host-loopback`: the same for the `host` argument of `run` or `streamable_http_app`;
 * - `always`: even on 0.0.0.0;
 * - `opt-in`: only when `host_origin_protection` or its variable asks for it; an allowlist alone asks for nothing, and
 *   `auto` guards the connections that arrive over loopback, on 0.0.0.0 too.
 */
export type HostGuard = 'none' | 'constructor-host-loopback' | 'run-host-loopback' | 'always' | 'opt-in';

/** A package that stops a line from working: `specifier` names the versions of it that do. */
export type Breakage = {
  readonly package: string;
  readonly specifier: string;
  readonly error: string;
  /** True when a fresh install without pins of its own picks such a version (2026-11-23). */
  readonly today: boolean;
};

/**
 * What one range of versions of a library accepts and does. Every field holds for every version in
 * `from` (included) to `before` (excluded); without `before` the line reaches the newest version known.
 *
 * Where `fastmcp` leaves an answer to `mcp` (`eras`, `foreignSession`, `acceptsAnyAccept`), the field describes the
 * newest `mcp` that the line's own requirement allows.
 */
export type PythonSdkLine = {
  readonly package: PythonSdk;
  readonly from: string;
  readonly before?: string;

  /** The server classes that import; empty before the library had one. */
  readonly classes: readonly ServerClass[];
  /** Imports seen in real servers that fail here. */
  readonly goneImports: readonly GoneImport[];

  /** Every keyword the constructor takes, those about transport and the others. */
  readonly constructorAccepts: readonly string[];
  /** Transport settings that the constructor refuses with `constructorError`. */
  readonly constructorRejects: readonly string[];
  /** Accepted keywords that work and warn. */
  readonly constructorDeprecated: readonly string[];
  /** The warning for those, `{name}` standing for the keyword. */
  readonly constructorWarning?: string;
  /** What happens to a keyword that is not accepted: an error, or nothing at all. */
  readonly constructorUnknown: 'rejected' | 'ignored';
  /** The error for a keyword that is not accepted, `{name}` standing for it. */
  readonly constructorError?: string;
  /** Keywords with an error text of their own. */
  readonly constructorErrors: Readonly<Record<string, string>>;

  /** Keywords of `run` when the transport is streamable HTTP, `transport` included. */
  readonly runAccepts: readonly string[];
  /** The error for another keyword, `{name}` standing for it. */
  readonly runError: string;
  /** The same without a transport, when that is stdio; absent where `run` passes over the keyword in silence. */
  readonly stdioError?: string | undefined;
  /** Methods that run the server over one transport. The `run_async` of `fastmcp` takes what its `run` takes. */
  readonly runMethods: readonly ServerMethod[];
  /** Methods that return an ASGI application. */
  readonly httpApp: readonly ServerMethod[];

  /**
   * How handlers reach the low-level `Server`: `decorators` such as `@server.list_tools()`, or arguments of its
   * constructor such as `on_list_tools`. Stated for `mcp` only.
   */
  readonly lowLevelHandlers?: 'decorators' | 'constructor';
  /** The error of such a decorator where there is none, `{name}` standing for it. */
  readonly lowLevelError?: string;

  /** The literals `run` accepts as transport. */
  readonly transports: readonly string[];
  /** The error for another one, `{transport}` standing for it. */
  readonly unknownTransportError: string;
  /** Where `http_app` makes nothing for a word that it does not know: `run_http_async` then ends in another error. */
  readonly unknownHttpTransport?: 'makes-nothing' | undefined;
  /** The words that `fastmcp run --transport` takes, where they are fewer than those of `run`. */
  readonly commandTransports?: readonly string[] | undefined;
  readonly defaults: ServerDefaults;
  readonly environment: ServerEnvironment;

  readonly hostGuard: HostGuard;
  /** The text of the guard's 421. */
  readonly hostGuardReply?: string;
  /**
   * Which way the default path redirects with 307: `to-slash` when POST /mcp goes to /mcp/, `from-slash` when
   * POST /mcp/ goes to /mcp. Absent without streamable HTTP.
   */
  readonly slashRedirect?: 'to-slash' | 'from-slash';
  /** Whether a POST with `Accept: *\/*` is served; otherwise it is 406. */
  readonly acceptsAnyAccept: boolean;
  /** Whether `Accept: application/json` alone is enough once `json_response` is on. */
  readonly jsonAcceptSuffices: boolean;
  /** The status a stateful server gives a session id it did not issue. Absent without streamable HTTP. */
  readonly foreignSession?: 400 | 404;
  /** What GET on the path of a stateless server does: an endless event stream, or 405. */
  readonly statelessGet?: 'stream' | 405;

  /** Whether `server.settings.host = …` works, works and warns, or fails with `settingsError`. */
  readonly settingsAttribute: 'effective' | 'deprecated' | 'fails';
  /** The error of that assignment, `{name}` standing for the setting. */
  readonly settingsError?: string;
  /** Until when an assignment to `fastmcp.settings.host` counts; absent where it never does. */
  readonly globalSettings?: 'until-construction' | 'until-run';

  /** Long options of `fastmcp run`; empty for `mcp`. */
  readonly commandFlags: readonly string[];
  /** Protocol versions spoken. */
  readonly eras: readonly string[];
  /** What `mcp` itself, or `fastmcp` asks of `mcp`. */
  readonly dependsOn: string;
  /** Other packages that stop this line from importing. */
  readonly breaksWith: readonly Breakage[];
  readonly requiresPython: string;

  /** The day the line was checked against the released packages. */
  readonly verified: string;
  /** The file of the released package the facts are read from. */
  readonly source: string;
  /** The versions of this line that were installed and started; empty when it was only read. */
  readonly runs: readonly string[];
};

/** What a version changed; everything it does not name stays as before it. */
export type SdkChange = Partial<Omit<PythonSdkLine, 'package' | 'before'>> & {
  readonly from: string;
};

/** A library's lines told as a history, so that no version can fall between two of them. */
export type SdkHistory = {
  readonly first: Omit<PythonSdkLine, 'before'>;
  readonly changes: readonly SdkChange[];
};
