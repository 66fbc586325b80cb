import ChatCompletionsDialect
import WhitworthDialect
import WhitworthHTTP
import WhitworthModel

/// Answers that need no provider.
enum SurfaceAnswer {
    /// The version of the standard that is spoken; every answer says so.
    static let version = "2026-12-01"
    /// Where no dialect was named yet the standard's envelope is used.
    static let standard: any Dialect = ChatCompletions()

    static func failure(_ failure: Failure, requestID: String) -> FailureAnswer {
        standard.answer(failure, requestID: requestID)
    }

    static func notFound(_ target: String) -> Failure {
        Failure(.endpointNotFound, "Nothing is served at '\(target.prefix(200))'.")
    }

    static func methodNotAllowed(_ method: HTTPMethod, allowed: [HTTPMethod]) -> Failure {
        Failure(
            .methodNotAllowed, "This path takes \(allowed.map(\.name).joined(separator: " and ")), not \(method.name).",
            details: [FailureDetail("allow", allowed.map(\.name))])
    }
}
