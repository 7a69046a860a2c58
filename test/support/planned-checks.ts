/** Names of checks that are fixed and not all built yet: of a rehearsal, of the AWS side, of tokens, of a probe. */
export const plannedChecks: readonly string[] = [
  ...'server-does-not-start slow-start ping-rejected handshake-fails session-id-rejected session-rotation-breaks transport-reused-live host-rejected accept-rejected path-redirects stateless-list-rejected body-limit-low blocked-while-tool-runs bound-to-loopback protocol-era-unsupported tool-name-too-long'.split(
    ' ',
  ),
  ...'role-missing role-without-xray role-without-tool-access pass-role-denied caller-cannot-deploy image-missing image-not-arm64 image-region-mismatch image-too-many-layers runtime-not-ready runtime-drift mmdsv2-required endpoint-behind pool-missing auth-flow-disabled client-secret-needed token-endpoint-incomplete user-must-change-password trigger-ineffective discovery-unreachable issuer-mismatch jwks-unusable log-group-missing transaction-search-off'.split(
    ' ',
  ),
  ...'token-unparsable token-expired token-not-yet-valid token-signature-invalid token-issuer-mismatch token-client-id-missing token-client-id-mismatch token-audience-mismatch token-scope-mismatch token-claim-mismatch token-wrong-kind'.split(
    ' ',
  ),
  ...'endpoint-unreachable endpoint-not-found endpoint-open auth-family-mismatch auth-refused accept-refused runtime-fails-to-start health-check-fails mcp-error-in-200 throttled metadata-not-served client-registration-unsupported'.split(
    ' ',
  ),
];
