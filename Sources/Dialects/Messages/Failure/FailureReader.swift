import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A provider's error to the registry's: types first, words last, and the native facts kept.
enum FailureReader {
    static func read(status: Int, headers: [(name: String, value: String)], body: [UInt8]) -> Failure {
        var failure: Failure
        if let document = try? JSONValue(parsing: body, limits: JSONLimits(depth: 512)),
            let error = document["error"], !error.isNull
        {
            failure = read(error, status: status)
            failure.upstream?.requestID = document["request_id"]?.string
        } else {
            failure = Failure(
                code(status: status, type: nil, message: ""),
                "The provider answered with status \(status) and no error of its dialect.",
                upstream: UpstreamFailure(
                    provider: "", status: status,
                    message: body.isEmpty ? nil : String(decoding: body.prefix(200), as: UTF8.self)))
        }
        if failure.upstream?.requestID == nil {
            failure.upstream?.requestID = headers.first { $0.name == "request-id" }?.value
        }
        failure.retryAfterMilliseconds = RetryAfter.milliseconds(headers) ?? failure.retryAfterMilliseconds
        return failure
    }

    /// - Parameters:
    ///   - error: what stands under `error`.
    ///   - status: nil inside a stream.
    static func read(_ error: JSONValue, status: Int?) -> Failure {
        let message = error["message"]?.string ?? error.string ?? error.description
        let type = error["type"]?.string
        let own = ownCode(error)
        // A machine's code beside the words, since version 2 of the SDK's types.
        let detail = error["details"]?["error_code"]?.string ?? ""
        var failure = Failure(
            own ?? code(status: status, type: type, message: message + " " + detail), message,
            param: own == nil ? param(message) : error["param"]?.string.map { JSONPath(bracketed: $0) },
            upstream: UpstreamFailure(
                provider: "", status: status, code: detail.isEmpty ? nil : detail, type: type, message: message))
        failure.retryAfterMilliseconds = error["retry_after_ms"]?.int
        return failure
    }

    /// Our own envelope, from a gateway in front of another: its code is the registry's.
    private static func ownCode(_ error: JSONValue) -> FailureCode? {
        guard error["retryable"] != nil, let name = error["code"]?.string else { return nil }
        return FailureCode.registry.first { $0.name == name }
    }

    static func code(status: Int?, type: String?, message: String) -> FailureCode {
        switch type {
        case "authentication_error"?: return .authenticationFailed
        case "billing_error"?: return .insufficientCredits
        case "permission_error"?: return .permissionDenied
        case "not_found_error"?: return message.hasPrefix("model:") ? .modelNotFound : .resourceNotFound
        case "conflict_error"?: return .conflict
        case "request_too_large"?: return .requestTooLarge
        case "rate_limit_error"?:
            return message.contains("enforced_spend_limit_reached") ? .quotaExhausted : .rateLimited
        case "timeout_error"?: return .processingTimeout
        case "api_error"?: return .internalError
        case "overloaded_error"?: return .overloaded
        case "invalid_request_error"?: return invalidRequest(message)
        default: break
        }
        return switch status {
        case 400?, 422?: .invalidRequest
        case 401?: .authenticationFailed
        case 402?: .insufficientCredits
        case 403?: .permissionDenied
        case 404?: .resourceNotFound
        case 409?: .conflict
        case 413?: .requestTooLarge
        case 429?: .rateLimited
        case 500?: .internalError
        case 503?: .serviceUnavailable
        case 504?: .processingTimeout
        case 529?: .overloaded
        default: .upstreamError
        }
    }

    /// One type for all that is wrong with a request: only the words tell it apart.
    private static func invalidRequest(_ message: String) -> FailureCode {
        if message.contains("prompt is too long") { return .maxContextExceeded }
        if message.contains("compiled grammar is too large") || message.contains("Schema is too complex") {
            return .toolSchemaUnsupported
        }
        // "Expected `thinking` or `redacted_thinking`, but found `tool_use`": it names the blocks of tools as well.
        if message.contains("Expected `thinking`") || message.contains("must start with a thinking block") {
            return .reasoningSignatureInvalid
        }
        if message.contains("does not support effort level") { return .unsupportedParameter }
        if message.hasPrefix("max_tokens:"), message.contains("maximum allowed") { return .maxOutputExceeded }
        if message.contains("signature"), message.contains("thinking") { return .reasoningSignatureInvalid }
        if message.contains("tool_use"), message.contains("tool_result") { return .toolResultMismatch }
        if message.contains("credit balance is too low") { return .insufficientCredits }
        if message.contains("usage limits") { return .quotaExhausted }
        return param(message) == nil ? .invalidRequest : .invalidParameter
    }

    /// Many messages begin with the place at fault: `messages.0.content: …`.
    private static func param(_ message: String) -> JSONPath? {
        guard let colon = message.firstIndex(of: ":") else { return nil }
        let place = message[..<colon]
        guard !place.isEmpty,
            place.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }),
            place.first?.isLowercase == true
        else { return nil }
        let names: Set<Substring> = [
            "messages", "max_tokens", "model", "system", "tools", "tool_choice", "temperature", "top_p", "top_k",
            "stop_sequences", "thinking", "output_config", "output_format", "metadata", "container", "mcp_servers",
            "context_management", "service_tier",
        ]
        let pieces = place.split(separator: ".")
        guard let first = pieces.first, names.contains(first) else { return nil }
        return JSONPath(pieces.map { Int($0).map { .index($0) } ?? .key(String($0)) })
    }
}
