/// The closed registry: a code that is not here is `slug:name`.
extension FailureCode {
    /// Body is not JSON.
    public static let invalidJSON = FailureCode("invalid_json", 400, .request, .never)
    /// Wrong Content-Type.
    public static let unsupportedMediaType = FailureCode("unsupported_media_type", 415, .request, .never)
    /// Accept cannot be met.
    public static let notAcceptable = FailureCode("not_acceptable", 406, .request, .never)
    /// Fallback when nothing more specific fits.
    public static let invalidRequest = FailureCode("invalid_request", 400, .request, .never)
    /// Required member absent.
    public static let missingParameter = FailureCode("missing_parameter", 400, .request, .never)
    /// A known member of a wrong type or value.
    public static let invalidParameter = FailureCode("invalid_parameter", 400, .request, .never)
    /// Un-namespaced member not in this version.
    public static let unknownParameter = FailureCode("unknown_parameter", 400, .request, .never)
    /// Known, but not for this model/endpoint.
    public static let unsupportedParameter = FailureCode("unsupported_parameter", 400, .request, .elsewhere)
    /// Valid alone, not together.
    public static let conflictingParameters = FailureCode("conflicting_parameters", 400, .request, .never)
    /// Image to a text model, etc.
    public static let unsupportedModality = FailureCode("unsupported_modality", 400, .request, .elsewhere)
    /// Media given but unusable.
    public static let invalidMedia = FailureCode("invalid_media", 400, .request, .never)
    /// Model exists, not on this endpoint.
    public static let unsupportedEndpointForModel = FailureCode(
        "unsupported_endpoint_for_model", 400, .request, .elsewhere)
    /// Bytes.
    public static let requestTooLarge = FailureCode("request_too_large", 413, .request, .never)
    /// Input (+ reserved output) exceeds the window.
    public static let maxContextExceeded = FailureCode("max_context_exceeded", 400, .request, .elsewhere)
    /// Output cap above the model's cap.
    public static let maxOutputExceeded = FailureCode("max_output_exceeded", 400, .request, .never)
    /// Not a valid JSON Schema.
    public static let toolSchemaInvalid = FailureCode("tool_schema_invalid", 400, .request, .never)
    /// Valid schema beyond this target.
    public static let toolSchemaUnsupported = FailureCode("tool_schema_unsupported", 400, .request, .elsewhere)
    /// As above, for structured output.
    public static let responseSchemaInvalid = FailureCode("response_schema_invalid", 400, .request, .never)
    /// As above, for structured output.
    public static let responseSchemaUnsupported = FailureCode("response_schema_unsupported", 400, .request, .elsewhere)
    /// More tools than the target takes.
    public static let tooManyTools = FailureCode("too_many_tools", 400, .request, .elsewhere)
    /// Names a tool not offered.
    public static let toolChoiceInvalid = FailureCode("tool_choice_invalid", 400, .request, .never)
    /// Result without call, or call without result.
    public static let toolResultMismatch = FailureCode("tool_result_mismatch", 400, .request, .never)
    /// Role order, empty turn, dangling prefill.
    public static let historyInvalid = FailureCode("history_invalid", 400, .request, .never)
    /// Reasoning state must be returned as issued.
    public static let reasoningSignatureInvalid = FailureCode("reasoning_signature_invalid", 400, .request, .never)
    /// A service tier the target does not have.
    public static let serviceTierUnsupported = FailureCode("service_tier_unsupported", 400, .request, .elsewhere)
    /// A version of the standard that is not served.
    public static let versionUnsupported = FailureCode("version_unsupported", 400, .request, .never)
    /// Client required an unknown extension.
    public static let extensionRequiredUnsupported = FailureCode(
        "extension_required_unsupported", 400, .request, .never)
    /// Blocked by policy. Output stage without any deliverable content uses this code only for non-streaming; otherwise finish reason.
    public static let contentFilterViolation = FailureCode("content_filter_violation", 400, .content, .never)
    /// No credential, or one that is not accepted.
    public static let authenticationFailed = FailureCode("authentication_failed", 401, .auth, .never)
    /// The credential does not reach this.
    public static let permissionDenied = FailureCode("permission_denied", 403, .auth, .never)
    /// Entitlement, use-case form, marketplace.
    public static let modelAccessDenied = FailureCode("model_access_denied", 403, .auth, .elsewhere)
    /// Residency or geography.
    public static let regionUnavailable = FailureCode("region_unavailable", 403, .auth, .elsewhere)
    /// Balance/billing stops use.
    public static let insufficientCredits = FailureCode("insufficient_credits", 402, .account, .never)
    /// Long-window or spend cap; delay is hours/days.
    public static let quotaExhausted = FailureCode("quota_exhausted", 429, .account, .after)
    /// No such model.
    public static let modelNotFound = FailureCode("model_not_found", 404, .notFound, .elsewhere)
    /// The model is gone for good.
    public static let modelRetired = FailureCode("model_retired", 410, .notFound, .elsewhere)
    /// Response id, file, `previous_response_not_found`.
    public static let resourceNotFound = FailureCode("resource_not_found", 404, .notFound, .never)
    /// Route not served.
    public static let endpointNotFound = FailureCode("endpoint_not_found", 404, .notFound, .never)
    /// None.
    public static let methodNotAllowed = FailureCode("method_not_allowed", 405, .notFound, .never)
    /// Concurrent state change.
    public static let conflict = FailureCode("conflict", 409, .request, .backoff)
    /// Same key, different body.
    public static let idempotencyConflict = FailureCode("idempotency_conflict", 409, .request, .never)
    /// Your requests/tokens per window.
    public static let rateLimited = FailureCode("rate_limited", 429, .rateLimit, .after)
    /// Too many in flight.
    public static let concurrencyLimited = FailureCode("concurrency_limited", 429, .rateLimit, .after)
    /// One request is bigger than a whole window: waiting can never help.
    public static let requestExceedsRatePolicy = FailureCode("request_exceeds_rate_policy", 400, .rateLimit, .never)
    /// Their capacity, not your quota (native 529/498).
    public static let overloaded = FailureCode("overloaded", 503, .capacity, .backoff)
    /// Queue mode, no room.
    public static let queueFull = FailureCode("queue_full", 503, .capacity, .backoff)
    /// Would or did exceed the client's wait.
    public static let queueWaitExceeded = FailureCode("queue_wait_exceeded", 503, .capacity, .backoff)
    /// Loading, cold start.
    public static let modelNotReady = FailureCode("model_not_ready", 503, .capacity, .after)
    /// Maintenance or outage.
    public static let serviceUnavailable = FailureCode("service_unavailable", 503, .server, .backoff)
    /// Client's own deadline.
    public static let deadlineExceeded = FailureCode("deadline_exceeded", 504, .timeout, .never)
    /// Server-side time limit.
    public static let processingTimeout = FailureCode("processing_timeout", 504, .timeout, .backoff)
    /// A fault of ours.
    public static let internalError = FailureCode("internal_error", 500, .server, .backoff)
    /// Model ran, result unusable.
    public static let generationFailed = FailureCode("generation_failed", 500, .server, .backoff)
    /// Gateway: unmapped upstream failure.
    public static let upstreamError = FailureCode("upstream_error", 502, .upstream, .backoff)
    /// Gateway: upstream broke its own format.
    public static let upstreamInvalidResponse = FailureCode("upstream_invalid_response", 502, .upstream, .backoff)
    /// The provider did not answer in time.
    public static let upstreamTimeout = FailureCode("upstream_timeout", 504, .upstream, .backoff)
    /// Stream died after 200; not resumable.
    public static let streamInterrupted = FailureCode("stream_interrupted", 200, .stream, .backoff)
    /// The client left; for telemetry only.
    public static let clientClosedRequest = FailureCode("client_closed_request", 499, .stream, .never)

    /// Every code of the registry.
    public static let registry: [FailureCode] = [
        .invalidJSON, .unsupportedMediaType, .notAcceptable, .invalidRequest, .missingParameter, .invalidParameter,
        .unknownParameter, .unsupportedParameter, .conflictingParameters, .unsupportedModality, .invalidMedia,
        .unsupportedEndpointForModel, .requestTooLarge, .maxContextExceeded, .maxOutputExceeded, .toolSchemaInvalid,
        .toolSchemaUnsupported, .responseSchemaInvalid, .responseSchemaUnsupported, .tooManyTools,
        .toolChoiceInvalid, .toolResultMismatch, .historyInvalid, .reasoningSignatureInvalid,
        .serviceTierUnsupported, .versionUnsupported, .extensionRequiredUnsupported, .contentFilterViolation,
        .authenticationFailed, .permissionDenied, .modelAccessDenied, .regionUnavailable, .insufficientCredits,
        .quotaExhausted, .modelNotFound, .modelRetired, .resourceNotFound, .endpointNotFound, .methodNotAllowed,
        .conflict, .idempotencyConflict, .rateLimited, .concurrencyLimited, .requestExceedsRatePolicy, .overloaded,
        .queueFull, .queueWaitExceeded, .modelNotReady, .serviceUnavailable, .deadlineExceeded, .processingTimeout,
        .internalError, .generationFailed, .upstreamError, .upstreamInvalidResponse, .upstreamTimeout,
        .streamInterrupted, .clientClosedRequest,
    ]
}
