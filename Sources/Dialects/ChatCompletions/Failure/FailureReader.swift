import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A provider's error to the registry's: structure and codes first, words last, and the native facts kept.
enum FailureReader {
    static func read(status: Int, headers: [(name: String, value: String)], body: [UInt8]) -> Failure {
        let document = try? JSONValue(parsing: body, limits: JSONLimits(depth: 512))
        var failure: Failure
        if let document, let error = document["error"], !error.isNull {
            failure = read(error, status: status)
        } else if let document, document.object != nil {
            // Some compatible servers put the members of the error at the top.
            failure = read(document, status: status)
        } else {
            failure = Failure(
                code(status: status, code: nil, type: nil, param: nil, message: ""),
                "The provider answered with status \(status) and no error of its dialect.",
                upstream: UpstreamFailure(provider: "", status: status, message: excerpt(body)))
        }
        failure.upstream?.requestID = headers.first { $0.name == "x-request-id" }?.value
        failure.retryAfterMilliseconds = RetryAfter.milliseconds(headers) ?? failure.retryAfterMilliseconds
        return failure
    }

    /// - Parameters:
    ///   - error: what stands under `error`, or a bare string.
    ///   - status: nil inside a stream.
    static func read(_ error: JSONValue, status: Int?) -> Failure {
        let message = error["message"]?.string ?? error.string ?? error.description
        let code = error["code"].flatMap { $0.string ?? $0.int.map(String.init) }
        let type = error["type"]?.string
        let param = error["param"]?.string
        var failure = Failure(
            ownCode(error) ?? self.code(status: status, code: code, type: type, param: param, message: message),
            message,
            param: param.map { JSONPath(bracketed: $0) },
            upstream: UpstreamFailure(provider: "", status: status, code: code, type: type, message: message))
        failure.retryAfterMilliseconds = error["retry_after_ms"]?.int
        return failure
    }

    /// Our own envelope, from a gateway in front of another: its code is the registry's.
    private static func ownCode(_ error: JSONValue) -> FailureCode? {
        guard error["retryable"] != nil, let name = error["code"]?.string else { return nil }
        return FailureCode.registry.first { $0.name == name }
    }

    static func code(status: Int?, code: String?, type: String?, param: String?, message: String) -> FailureCode {
        let isAboutFormat = param.map { $0.hasPrefix("response_format") || $0.hasPrefix("text.format") } ?? false
        switch code ?? "" {
        case "context_length_exceeded": return .maxContextExceeded
        case "invalid_prompt", "bio_policy", "image_content_policy_violation", "content_policy_violation",
            "content_filter":
            return .contentFilterViolation
        case "invalid_function_parameters", "invalid_json_schema":
            return isAboutFormat ? .responseSchemaUnsupported : .toolSchemaUnsupported
        case "unknown_parameter": return .unknownParameter
        case "unsupported_parameter", "unsupported_value": return .unsupportedParameter
        case "missing_required_parameter": return .missingParameter
        case "image_too_large", "image_too_small", "image_parse_error", "failed_to_download_image",
            "unsupported_image_media_type", "empty_image_file", "image_file_not_found":
            return .invalidMedia
        case let code where code.hasPrefix("invalid_image"): return .invalidMedia
        case "previous_response_not_found": return .resourceNotFound
        case "invalid_api_key": return .authenticationFailed
        case "model_not_found": return .modelNotFound
        case "insufficient_quota", "credit_balance_exhausted": return .insufficientCredits
        case "rate_limit_exceeded":
            return message.contains("Request too large") ? .requestExceedsRatePolicy : .rateLimited
        case "slow_down", "server_is_overloaded": return .overloaded
        case "data_residency_mismatch", "unsupported_country_region_territory": return .regionUnavailable
        default: break
        }
        if type == "insufficient_quota" { return .insufficientCredits }
        switch status {
        case 400, 422:
            if isAboutFormat { return .responseSchemaUnsupported }
            if param == "service_tier" { return .serviceTierUnsupported }
            return param == nil ? .invalidRequest : .invalidParameter
        case 401: return .authenticationFailed
        case 402: return .insufficientCredits
        case 403: return .permissionDenied
        case 404: return .resourceNotFound
        case 408, 504: return .processingTimeout
        case 409: return .conflict
        case 413: return .requestTooLarge
        case 429: return .rateLimited
        case 500: return .internalError
        case 503: return .serviceUnavailable
        default: break
        }
        switch type {
        case "invalid_request_error"?: return .invalidRequest
        case "server_error"?: return .internalError
        default: return .upstreamError
        }
    }

    /// What an answer that is no JSON begins with, for people.
    private static func excerpt(_ body: [UInt8]) -> String? {
        body.isEmpty ? nil : String(decoding: body.prefix(200), as: UTF8.self)
    }
}
