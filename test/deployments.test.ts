import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../src/domain/deployment/code-literals.ts';
import type { CodeStyle } from '../src/domain/deployment/code-mask.ts';
import { declarationsInCode } from '../src/domain/deployment/deployment-code.ts';
import { declarationsInShell, mentionsInShell, shellBlocksOf } from '../src/domain/deployment/deployment-shell.ts';
import { declarationsInTerraform } from '../src/domain/deployment/deployment-terraform.ts';
import { cellsOf, notebookFiles, programOf } from '../src/domain/deployment/notebook-source.ts';
import { isInside, linesOf } from '../src/domain/text.ts';
import type { RuntimeDeclaration } from '../src/model/deployment.ts';
import type { Place } from '../src/model/location.ts';

/** What matters of a declaration, in one line. */
function told({
  by,
  name,
  protocol,
  entrypoint,
  folder,
  packaging,
  hasAuthorizer,
  environment,
}: RuntimeDeclaration): string {
  const parts = [by, name?.value ?? '-', protocol?.value ?? '-', entrypoint?.value ?? '-', folder ?? '-', packaging];
  const variables = environment.map((variable) => `${variable.name}=${variable.value ?? '?'}`);
  return [...parts, hasAuthorizer === true ? 'authorizer' : '', ...variables].filter((part) => part !== '').join(' ');
}

function inCode(style: CodeStyle, text: string, path = 'infra/lib/stack.ts'): readonly string[] {
  return declarationsInCode(codeOf(text, style, linesOf(path, text).at), path).map(told);
}

const TOOLKIT = 'from bedrock_agentcore_starter_toolkit import Runtime\n';

it.each([
  [
    'boto3 with literals',
    `c.create_agent_runtime(agentRuntimeName="weather", protocolConfiguration={'serverProtocol': 'MCP'},
       agentRuntimeArtifact={"containerConfiguration": {"containerUri": uri}}, environmentVariables={"A": "1", "B": b})`,
    ['python weather MCP - - container A=1 B=?'],
  ],
  [
    'constants of the file',
    `NAME = "weather"\nPROTOCOL = 'MCP'\nc.create_agent_runtime(agentRuntimeName=NAME, protocolConfiguration={"serverProtocol": PROTOCOL}, agentRuntimeArtifact={"codeConfiguration": {"entryPoint": ["opentelemetry-instrument", "main.py"]}})`,
    ['python weather MCP main.py - code-zip'],
  ],
  [
    'a name that is built, a protocol that is computed',
    `N = "x"\nN = N.replace("-", "_")\nc.create_agent_runtime(agentRuntimeName=N, protocolConfiguration={"serverProtocol": args.protocol}, agentRuntimeArtifact={"codeConfiguration": {"entryPoint": ["main.py"]}})`,
    ['python - args.protocol main.py - code-zip'],
  ],
  [
    'a dictionary that grows',
    `params = {"agentRuntimeName": "weather", "agentRuntimeArtifact": a}\nparams["protocolConfiguration"] = {"serverProtocol": "MCP"}\nc.create_agent_runtime(**params)`,
    ['python weather MCP - - unknown'],
  ],
  ['an update', `c.update_agent_runtime(agentRuntimeId=i, agentRuntimeArtifact=a)`, []],
  [
    'a comment and a string',
    `# create(agentRuntimeName="x", agentRuntimeArtifact=a)\nprint("(agentRuntimeArtifact=a)")`,
    [],
  ],
  ['a function definition', `def create(agent_runtime_artifact: str, protocol: str): pass`, []],
  [
    'the toolkit',
    `${TOOLKIT}Runtime().configure(entrypoint="server.py", protocol="MCP", agent_name=f"{x}_a", authorizer_configuration=auth)`,
    ['python - MCP server.py - unknown authorizer'],
  ],
  [
    'the toolkit with options',
    `${TOOLKIT}options = {"entrypoint": "server.py"}\nif x:\n    options["protocol"] = "MCP"\nr.configure(**options)`,
    ['python - MCP server.py - unknown'],
  ],
  ['another configure', `${TOOLKIT}logging.configure(level=1)`, []],
  [
    'CDK in Python',
    `CfnRuntime(self, "R", agent_runtime_name="weather", protocol_configuration="MCP", agent_runtime_artifact=CfnRuntime.AgentRuntimeArtifactProperty(container_configuration=x))`,
    ['cdk weather MCP - - container'],
  ],
  [
    'a raw resource',
    `CfnResource(self, "R", type="AWS::BedrockAgentCore::Runtime", properties={"AgentRuntimeName": "weather", "ProtocolConfiguration": "MCP", "AgentRuntimeArtifact": {"CodeConfiguration": {"EntryPoint": ["python", "server.py"]}}})`,
    ['cdk weather MCP server.py - code-zip'],
  ],
])('Python: %s', (_name, text, expected) => {
  expect(inCode('python', text)).toEqual(expected);
});

it.each([
  [
    'the construct with an asset',
    "new agentcore.Runtime(this, 'R', { runtimeName: 'weather', protocolConfiguration: agentcore.ProtocolType.MCP, agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromAsset(path.join(__dirname, '../../server')) })",
    ['cdk weather MCP - server container'],
  ],
  [
    'a computed name and folder',
    'new agentcore.Runtime(this, `R`, { runtimeName: sanitizeName(`${a}_b`), agentRuntimeArtifact: AgentRuntimeArtifact.fromAsset(path.join(__dirname, props.code)) }) // agentRuntimeArtifact: none',
    ['cdk - - - - container'],
  ],
  [
    'an image asset of its own',
    "const image = new DockerImageAsset(this, 'I', { directory: path.join(__dirname, '..', 'server') });\nnew CfnRuntime(this, 'R', { agentRuntimeName: 'weather', protocolConfiguration: 'MCP', agentRuntimeArtifact: { containerConfiguration: { containerUri: image.imageUri } } })",
    ['cdk weather MCP - infra/server container'],
  ],
  [
    'the AWS SDK',
    "client.send(new CreateAgentRuntimeCommand({ agentRuntimeName: 'weather', agentRuntimeArtifact: {}, protocolConfiguration: { serverProtocol: 'MCP' } }))",
    ['typescript weather MCP - - unknown'],
  ],
  ['an interface', 'interface Props { agentRuntimeArtifact: Artifact; agentRuntimeName: string }', []],
])('TypeScript: %s', (_name, text, expected) => {
  expect(inCode('typescript', text)).toEqual(expected);
});

it.each([
  [
    'resource "aws_bedrockagentcore_agent_runtime" "a" {\n  agent_runtime_name = "weather"\n  agent_runtime_artifact {\n    container_configuration {\n      container_uri = "${aws_ecr_repository.a.url}:x"\n    }\n  }\n  protocol_configuration {\n    server_protocol = "MCP"\n  }\n  environment_variables = merge({ A = "1" }, var.more)\n}',
    ['terraform weather MCP - - container A=1'],
  ],
  [
    'resource "aws_bedrockagentcore_agent_runtime" "a" {\n  agent_runtime_name = replace("${var.a}_b", "-", "_")\n  protocol_configuration {\n    server_protocol = var.protocol\n  }\n}',
    ['terraform - var.protocol - - unknown'],
  ],
  ['resource "aws_bedrockagentcore_gateway" "g" {\n  protocol_type = "MCP"\n}', []],
  ['# resource "aws_bedrockagentcore_agent_runtime" "a" {\n# }', []],
])('Terraform: %j', (text, expected) => {
  expect(declarationsInTerraform(codeOf(text, 'terraform', linesOf('main.tf', text).at), 'main.tf').map(told)).toEqual(
    expected,
  );
});

it.each([
  [
    'agentcore configure --entrypoint server.py \\\n  --name weather --protocol MCP',
    ['script weather MCP server.py app unknown'],
  ],
  ['cd src && uv run agentcore configure -e server.py -n "$NAME" -p MCP', ['script - MCP server.py app/src unknown']],
  ['\t@agentcore configure -e server.py', ['script - - server.py app unknown']],
  ['# agentcore configure -e server.py', []],
  ['echo "agentcore configure -e server.py"', []],
  ['agentcore configure list', []],
  ['agentcore configure -e server.py $OPTIONS', ['script - $OPTIONS server.py app unknown']],
  [
    'agentcore add agent --name weather --code-location ../weather --entrypoint main.py --protocol MCP --build CodeZip',
    ['script weather MCP main.py weather code-zip'],
  ],
  ['agentcore create --name Weather --protocol MCP', ['script Weather MCP - app unknown']],
  [
    'ARN=$(aws --region eu-west-1 bedrock-agentcore-control create-agent-runtime --agent-runtime-name weather --agent-runtime-artifact \'{"containerConfiguration":{}}\' --protocol-configuration serverProtocol=MCP)',
    ['script weather MCP - - container'],
  ],
  ['aws bedrock-agentcore-control create-agent-runtime-endpoint --name x', []],
])('a script: %j', (text, expected) => {
  const shell = { text, placeOf: linesOf('app/deploy.sh', text).at, by: 'script' as const, folder: 'app' };
  expect(declarationsInShell(shell).map(told)).toEqual(expected);
});

describe('a document', () => {
  it('has shell text in its fenced blocks', () => {
    const text = 'Run `agentcore configure`.\n\n```python\nx\n```\n\n  ```bash\n  agentcore a\n  ```\n~~~\nb\n~~~\n';
    expect(
      [...shellBlocksOf(text)].map((block) => [block.text, text.slice(block.start, block.start + block.text.length)]),
    ).toEqual([
      ['  agentcore a\n', '  agentcore a\n'],
      ['b\n', 'b\n'],
    ]);
  });
});

describe('a notebook', () => {
  const notebook = JSON.stringify(
    {
      cells: [
        { cell_type: 'markdown', source: ['x = "source"\n'] },
        {
          cell_type: 'code',
          source: ['%%writefile src/server.py\n', 'print("a\\t\u00e4")\n'],
          outputs: [{ text: ['"source": ["x"]'] }],
        },
        { cell_type: 'code', source: 'NAME = "weather"\n!pip install x' },
        {
          cell_type: 'code',
          source: [TOOLKIT, 'Runtime().configure(entrypoint="server.py",\n', '  protocol="MCP", agent_name=NAME)'],
        },
      ],
    },
    undefined,
    1,
  );
  const slice = (place: Place | undefined): string => {
    const { offset } = linesOf('n.ipynb', notebook);
    return place === undefined ? '' : notebook.slice(offset(place.range.start), offset(place.range.end));
  };

  it('is one program with the places of its file', () => {
    const { text, placeOf } = programOf(cellsOf('n.ipynb', notebook));
    const [declaration] = declarationsInCode(codeOf(text, 'python', placeOf), 'n.ipynb');
    expect(declaration === undefined ? '' : told(declaration)).toBe('python weather MCP server.py - unknown');
    expect([slice(declaration?.name?.at), slice(declaration?.protocol?.at)]).toEqual(['weather', 'MCP']);
  });

  it('names the files that it writes', () => {
    expect(notebookFiles(notebook).map(({ path, text }) => [path, text])).toEqual([
      ['src/server.py', 'print("a\\t\u00e4")\n'],
    ]);
  });
});

const PIECES = [
  'agentRuntimeArtifact',
  '=',
  ':',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '"""',
  '`',
  '${',
  ',',
  '\n',
  '#',
  '//',
  'agentcore configure -e ',
  '.configure(',
  'bedrock_agentcore_starter_toolkit',
  'x',
  ' ',
  '\\',
  'resource "aws_bedrockagentcore_agent_runtime" "a" {',
  '**o',
  'path.join(',
  '"source": ["',
  '{"cells": []}',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join('')),
);

it('reads any text, and every place lies inside it', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom<CodeStyle>('python', 'typescript', 'terraform'), (text, style) => {
      const { at } = linesOf('a/b.x', text);
      const code = codeOf(text, style, at);
      expect(code.mask).toHaveLength(text.length);
      const found = [
        ...declarationsInCode(code, 'a/b.x'),
        ...declarationsInTerraform(code, 'a/b.x'),
        ...declarationsInShell({ text, placeOf: at, by: 'script', folder: '' }),
      ];
      const places = found.flatMap(({ at: whole, name, protocol, entrypoint }) => [
        whole,
        ...[name, protocol, entrypoint].flatMap((part) => (part === undefined ? [] : [part.at])),
      ]);
      for (const { range } of places) expect(isInside(range, text)).toBe(true);
      programOf(cellsOf('a.ipynb', text));
    }),
    { numRuns: 500 },
  );
});

describe('commands that name an agent', () => {
  const named = (text: string): readonly string[] =>
    mentionsInShell({ text, placeOf: linesOf('x.sh', text).at }).map(
      ({ value, at: { range } }) => `${value} ${range.start.line}:${range.start.column}`,
    );

  it.each([
    ['agentcore deploy --agent weather\n', ['weather 1:26']],
    ['uv run agentcore invoke -a "weather" \'{}\'\n', ['weather 1:28']],
    ['agentcore status --agent=weather', ['weather 1:18']],
    ['npx @aws/agentcore logs\nagentcore logs --runtime weather', ['weather 2:26']],
    ['agentcore configure set-default weather', ['weather 1:33']],
    ['agentcore configure --name weather -e server.py', []],
    ['agentcore add agent --name weather', []],
    ['agentcore deploy --agent "$AGENT"\nagentcore deploy --agent <name>', []],
    ['# agentcore deploy --agent weather\necho agentcore deploy --agent weather', []],
    ['agentcore deploy', []],
  ])('%j', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });
});

describe('the place of a protocol that is not there', () => {
  const slotIn = (declarations: readonly RuntimeDeclaration[], text: string): readonly string[] =>
    declarations.map(({ slot }) => {
      if (slot === undefined) return '-';
      const lines = linesOf('x', text);
      const written = text.slice(lines.offset(slot.at.range.start), lines.offset(slot.at.range.end));
      return `${slot.kind} ${slot.name} ${slot.around.join('…')} at ${written.replaceAll(/\s+/g, ' ')}`;
    });
  const code = (style: CodeStyle, text: string): readonly string[] =>
    slotIn(declarationsInCode(codeOf(text, style, linesOf('x', text).at), 'x'), text);
  const shell = (text: string): readonly string[] =>
    slotIn(declarationsInShell({ text, placeOf: linesOf('x', text).at, by: 'script', folder: '' }), text);
  const terraform = (text: string): readonly string[] =>
    slotIn(declarationsInTerraform(codeOf(text, 'terraform', linesOf('x', text).at), 'x'), text);

  it('is behind the last option of a command', () => {
    expect(shell('agentcore configure -e a.py \\\n  --name weather\n')).toEqual([
      'command --protocol … at --name weather',
    ]);
    expect(shell('aws bedrock-agentcore-control create-agent-runtime --agent-runtime-name weather')).toEqual([
      'command --protocol-configuration serverProtocol=… at --agent-runtime-name weather',
    ]);
    expect(shell('agentcore configure -e a.py --protocol "$P"')).toEqual(['-']);
    expect(shell('agentcore configure -e a.py $OPTIONS')).toEqual(['-']);
  });

  it('is in the call or the literal that creates the runtime, in the form that is asked for there', () => {
    expect(code('python', 'c.create_agent_runtime(agentRuntimeName="x", agentRuntimeArtifact=a)')).toEqual([
      'call protocolConfiguration {"serverProtocol": "…"} at c.create_agent_runtime(agentRuntimeName="x", agentRuntimeArtifact=a)',
    ]);
    expect(code('python', 'p = {"agentRuntimeName": "x", "agentRuntimeArtifact": a}')).toEqual([
      'members protocolConfiguration {"serverProtocol": "…"} at {"agentRuntimeName": "x", "agentRuntimeArtifact": a}',
    ]);
    expect(code('python', 'c.create_agent_runtime(agentRuntimeName="x", agentRuntimeArtifact=a, **more)')).toEqual([
      '-',
    ]);
    expect(code('python', 'agentcore.Runtime(self, "R", runtime_name="x", agent_runtime_artifact=a)')).toEqual([
      'call protocol_configuration agentcore.ProtocolType.… at agentcore.Runtime(self, "R", runtime_name="x", agent_runtime_artifact=a)',
    ]);
    expect(code('typescript', "new Runtime(this, 'R', { runtimeName: 'x', agentRuntimeArtifact: a })")).toEqual(['-']);
    expect(
      code(
        'typescript',
        "new CfnResource(this, 'R', { properties: { AgentRuntimeName: 'x', AgentRuntimeArtifact: a } })",
      ),
    ).toEqual(['members ProtocolConfiguration "…" at { AgentRuntimeName: \'x\', AgentRuntimeArtifact: a }']);
  });

  it('is before the brace of a block in Terraform, when that stands alone', () => {
    const head = 'resource "aws_bedrockagentcore_agent_runtime" "x" {';
    expect(terraform(`${head}\n  agent_runtime_name = "x"\n}\n`)).toEqual([
      'block protocol_configuration {\n    server_protocol = "…"\n  } at }',
    ]);
    expect(terraform(`${head} agent_runtime_name = "x" }\n`)).toEqual(['-']);
  });
});
