import { TROUBLESHOOTING } from './pages.ts';
import { likely, perhaps, surely, type Cause, type Symptom } from './symptom.ts';

// How the image or archive is built, and kept.

const registryLogin: Cause = {
  id: 'registry-login-stale',
  title: 'An old login of Docker to the public registry is refused',
  because: 'A token of ECR Public that has run out is sent along and answered with 403, although the image is public.',
  remedy: 'Run `docker logout public.ecr.aws` and build again.',
  evidence: 'The pull works after the logout.',
  references: [`${TROUBLESHOOTING}#troubleshoot-runtime-docker-403`],
};

const pullLimit: Cause = {
  id: 'pull-limit',
  title: "The registry's limit of anonymous pulls is reached",
  because: 'Docker Hub counts pulls by address, and CodeBuild shares its addresses with others.',
  remedy: 'Take base images from `public.ecr.aws/docker/library`, or log in.',
  evidence: 'The build log says `toomanyrequests`.',
  references: ['https://docs.docker.com/docker-hub/usage/pulls/'],
};

const buildQuota: Cause = {
  id: 'build-quota',
  title: 'The account may not run a build in CodeBuild',
  because: 'New or limited accounts have a quota of none until AWS raises it.',
  remedy: 'Ask for the quota in Service Quotas or by a support case; build on your own machine until then.',
  evidence: 'The limit in the message is 0.',
  references: ['https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/1013'],
};

const archiveGone: Cause = {
  id: 'archive-expired',
  title: 'The archive of the code has been deleted from its bucket',
  because: 'The toolkit puts `deployment.zip` into the bucket of its builds, whose files live for seven days.',
  remedy: 'Deploy again, and keep archives in a bucket of your own without that rule.',
  evidence: 'The object is not in `bedrock-agentcore-codebuild-sources-…`.',
  references: ['https://github.com/aws/bedrock-agentcore-starter-toolkit'],
};

const dockerfile: Cause = {
  id: 'dockerfile-broken',
  title: 'The Dockerfile does not build',
  because: 'The builder stops at an instruction that it cannot read or carry out.',
  remedy: 'Correct the line that it names.',
  evidence: 'The message names a line of the Dockerfile.',
  check: 'dockerfile-invalid',
  references: ['https://docs.docker.com/reference/dockerfile/'],
};

const execForm: Cause = {
  id: 'exec-form-broken',
  title: 'The start command is meant as JSON and is none',
  because: 'Docker hands a list that is no JSON to a shell, which looks for a program called `[python,`.',
  remedy: 'Write double quotes and a comma between all words: `CMD ["python", "main.py"]`.',
  evidence: "The shell's message quotes a bracket.",
  check: 'broken-exec-form',
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
};

const lockMissing: Cause = {
  id: 'lock-not-copied',
  title: 'The lock file is not in the image when it is needed',
  because: 'A locked install stops when its lock file was not copied before.',
  remedy: 'Copy the lock file before the install.',
  evidence: 'The lock file is in the project and not in a `COPY` before the install.',
  check: 'lock-not-copied',
  references: ['https://docs.astral.sh/uv/guides/integration/docker/'],
};

const buildFails: Cause = {
  id: 'build-fails',
  title: 'The build of the image fails',
  because: 'The tool passes on that CodeBuild failed, and the reason stands in the log of the build.',
  remedy: 'Open the build in CodeBuild, or run `docker build` on your machine, and read the last lines.',
  evidence: 'The log of the build ends with the step that failed.',
  check: 'dockerfile-invalid',
  references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html'],
};

export const building: readonly Symptom[] = [
  {
    id: 'build-failed',
    title: 'The build failed',
    grade: 'effect',
    seen: [{ says: 'CodeBuild failed with status' }, { says: 'Build failed during … phase' }],
    suspects: [likely(buildFails)],
  },
  {
    id: 'public-registry-refuses',
    title: 'The public registry refuses the pull',
    grade: 'fault',
    seen: [
      { says: 'public.ecr.aws … 403 Forbidden' },
      { says: 'public.ecr.aws … authorization token has expired' },
      { says: '403 Forbidden … public.ecr.aws' },
    ],
    suspects: [surely(registryLogin)],
  },
  {
    id: 'pull-limit-reached',
    title: 'The registry lets no more pulls through',
    grade: 'fault',
    seen: [
      { says: 'toomanyrequests' },
      { says: 'You have reached your pull rate limit' },
      { says: 'You have reached your unauthenticated pull rate limit' },
    ],
    suspects: [surely(pullLimit), perhaps(registryLogin)],
  },
  {
    id: 'build-not-allowed',
    title: 'CodeBuild accepts no build',
    grade: 'fault',
    seen: [{ says: 'Cannot have more than 0 builds in queue' }, { says: 'AccountLimitExceededException … StartBuild' }],
    suspects: [surely(buildQuota)],
  },
  {
    id: 'archive-missing',
    title: 'The archive of the code is not there',
    grade: 'fault',
    seen: [
      { says: 'deployment.zip … does not exist' },
      { says: 'specified key does not exist … deployment.zip' },
      { says: 'deployment.zip … NoSuchKey' },
      { says: 'NoSuchKey … deployment.zip' },
      { says: 'bedrock-agentcore-codebuild-sources … NoSuchKey' },
      { says: 'NoSuchKey … bedrock-agentcore-codebuild-sources' },
    ],
    suspects: [surely(archiveGone)],
  },
  {
    id: 'dockerfile-refused',
    title: 'The Dockerfile is refused',
    grade: 'fault',
    seen: [
      { says: 'dockerfile parse error' },
      { says: 'failed to solve: dockerfile' },
      { says: 'unknown instruction:' },
    ],
    suspects: [surely(dockerfile)],
  },
  {
    id: 'shell-quotes-bracket',
    title: 'The shell looks for a program with a bracket in its name',
    grade: 'fault',
    seen: [{ says: '/bin/sh: 1: [' }, { says: '/bin/sh: [python' }, { says: 'sh: [uv' }],
    suspects: [surely(execForm)],
  },
  {
    id: 'lock-missing',
    title: 'The lock file is missing',
    grade: 'fault',
    seen: [
      { says: 'Unable to find lockfile at' },
      { says: 'npm ci command can only install with an existing package-lock.json' },
      { says: 'ERR_PNPM_NO_LOCKFILE' },
    ],
    suspects: [surely(lockMissing)],
  },
];
