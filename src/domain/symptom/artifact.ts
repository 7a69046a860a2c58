import { CREATE_RUNTIME, MMDSV2, TROUBLESHOOTING, UPDATE_RUNTIME } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// Which image or archive runs, and whether it can.

const builtForX86: Cause = {
  id: 'image-for-x86',
  title: 'The image is built for x86',
  because: 'AgentCore runs ARM64 (capacity providers apart) and refuses an image that has no `linux/arm64`.',
  remedy: 'Build with `docker buildx build --platform linux/arm64`, or let CodeBuild build on ARM.',
  evidence: '`docker buildx imagetools inspect` lists no `linux/arm64` for the image.',
  check: 'platform-not-arm64',
  references: [TROUBLESHOOTING, CREATE_RUNTIME],
};

const otherProcessor: Cause = {
  id: 'layers-for-x86',
  title: 'A program in the image is compiled for another processor',
  because:
    'The kernel cannot run it: an x86 base image or binary on ARM64, or an ARM64 build on an x86 machine without emulation.',
  remedy:
    'Take a base image that exists for ARM64 and build for `linux/arm64`; on x86 install the emulator (`docker run --privileged --rm tonistiigi/binfmt --install arm64`).',
  evidence: 'The line is the last of the build or the only one of the container.',
  check: 'image-platform',
  references: [`${TROUBLESHOOTING}#troubleshoot-runtime-exec-format`],
};

const namedUser: Cause = {
  id: 'image-named-user',
  title: 'The image has many layers and names its user by a word',
  because: 'With a user that is not a number, AgentCore cannot mount an image of more than 53 layers.',
  remedy: 'Write the number: `RUN useradd -u 1000 app` and `USER 1000`, or make fewer layers.',
  evidence: '`docker history` counts more than 53 layers, and `USER` in the Dockerfile is a word.',
  check: 'image-named-user',
  references: [TROUBLESHOOTING],
};

const oldSession: Cause = {
  id: 'old-session',
  title: 'The call goes to a session that began before the deployment',
  because: 'A session keeps the version it began with until it ends.',
  remedy: 'Call with a new session id, or stop the old session.',
  evidence: 'A call with a new session id shows the change.',
  check: 'endpoint-behind',
  references: [TROUBLESHOOTING],
};

const digestPinned: Cause = {
  id: 'digest-pinned',
  title: 'The image was pushed, and the runtime was not updated',
  because: 'A runtime keeps the digest that the tag had when it was created or updated.',
  remedy: 'Update the runtime (`agentcore deploy`), and see that the endpoint moves to the new version.',
  evidence: "The digest of the runtime's version differs from that of the tag.",
  check: 'runtime-drift',
  references: [UPDATE_RUNTIME],
};

const lostSettings: Cause = {
  id: 'settings-lost',
  title: 'The update did not carry all settings over',
  because:
    'UpdateAgentRuntime replaces the whole runtime; what the call leaves out goes back to its default, and the toolkit leaves some out.',
  remedy: 'Read the runtime, change what is to change, and send all of it.',
  evidence: 'GetAgentRuntime of the version before has the setting, the current one has not.',
  check: 'runtime-drift',
  references: [UPDATE_RUNTIME],
};

const mmds: Cause = {
  id: 'mmdsv2-required',
  title: 'The runtime is older than the requirement of MMDSv2',
  because: 'Since 2026-06-30 a runtime whose `requireMMDSV2` is not true answers no call.',
  remedy:
    'Read the runtime and send all of it to UpdateAgentRuntime with `metadataConfiguration={"requireMMDSV2": true}`; the short form in the guide is refused, because the call demands artifact and role.',
  evidence: 'GetAgentRuntime shows no `metadataConfiguration` with `requireMMDSV2`.',
  check: 'mmdsv2-required',
  references: [MMDSV2, UPDATE_RUNTIME],
};

const shortUpdate: Cause = {
  id: 'update-is-not-a-patch',
  title: 'The update sends only what is to change',
  because: 'UpdateAgentRuntime wants artifact and role each time, since it replaces the whole runtime.',
  remedy: 'Read the runtime with GetAgentRuntime and send all of it with the change.',
  evidence: 'The operation is UpdateAgentRuntime.',
  check: 'mmdsv2-required',
  references: [UPDATE_RUNTIME],
};

export const artifact: readonly Symptom[] = [
  {
    id: 'architecture-refused',
    title: "The image's architecture is refused",
    grade: 'fault',
    seen: [
      { says: 'Architecture incompatible for uri' },
      { says: 'Supported architectures: [arm64]' },
      { says: 'Supported platforms: [arm64]' },
    ],
    suspects: [surely(builtForX86), perhaps(otherProcessor)],
  },
  {
    id: 'program-not-runnable',
    title: 'The processor cannot run the program',
    grade: 'fault',
    seen: [{ says: 'exec format error' }],
    suspects: [surely(otherProcessor), perhaps(builtForX86)],
  },
  {
    id: 'overlay-not-mounted',
    title: 'The image cannot be mounted',
    grade: 'fault',
    seen: [{ says: 'Failed to mount overlay' }],
    suspects: [surely(namedUser)],
  },
  {
    id: 'change-not-visible',
    title: 'A change does not show after the deployment',
    grade: 'effect',
    seen: [
      { told: 'changes not visible' },
      { told: 'changes are not visible' },
      { told: "changes aren't reflected" },
      { told: 'changes are not reflected' },
      { told: 'changes not reflected' },
      { told: 'still runs the old code' },
      { told: 'old code still' },
    ],
    suspects: [likely(digestPinned), likely(oldSession)],
  },
  {
    id: 'settings-vanish',
    title: 'Settings of the runtime vanish with an update',
    grade: 'effect',
    seen: [
      { told: 'settings vanish' },
      { told: 'vanish after redeploy' },
      { told: 'lost after … update' },
      { told: 'reset to default … deploy' },
      { told: 'gone after … redeploy' },
    ],
    suspects: [likely(lostSettings)],
  },
  {
    id: 'mmdsv2-missing',
    title: 'The runtime does not require MMDSv2',
    grade: 'fault',
    seen: [{ says: 'not MMDSv2-enabled' }, { says: 'MMDSv2 … ValidationException' }],
    suspects: [surely(mmds)],
  },
  {
    id: 'update-incomplete',
    title: 'The update lacks what it must have',
    grade: 'fault',
    seen: [
      {
        says: [
          'Missing required parameter in input: "agentRuntimeArtifact"',
          'Missing required parameter in input: "roleArn"',
        ],
      },
    ],
    suspects: [likely(shortUpdate)],
  },
];
