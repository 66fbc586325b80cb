import WhitworthJSON

/// An error in Anthropic's form (recorded; SDK `ErrorResponse`).
struct AnthropicRefusal: Error, Sendable, Equatable {
    var status = 400
    var type = "invalid_request_error"
    var message: String

    init(status: Int = 400, type: String = "invalid_request_error", _ message: String) {
        self.status = status
        self.type = type
        self.message = message
    }

    func body(requestID: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "error")
            writer.key("error")
            writer.object { writer in
                writer.member("type", type)
                writer.member("message", message)
            }
            writer.member("request_id", requestID)
        }
        return writer.bytes
    }

    func reply(_ identifiers: Identifiers) -> Reply {
        let requestID = identifiers.anthropicRequest
        // Recorded: `false` with 400, 401 and 404. `true` with the others is UNCONFIRMED.
        let isWorthARetry = status == 408 || status == 409 || status == 429 || status >= 500
        return Reply(
            status: status,
            headers: [
                ("content-type", "application/json"), ("request-id", requestID),
                ("x-should-retry", isWorthARetry ? "true" : "false"),
            ], body: body(requestID: requestID))
    }
}

extension AnthropicRefusal {
    /// Recorded is `invalid x-api-key`; this one is UNCONFIRMED.
    static let missingKey = AnthropicRefusal(status: 401, type: "authentication_error", "x-api-key header is required")
    static let wrongKey = AnthropicRefusal(status: 401, type: "authentication_error", "invalid x-api-key")
    /// UNCONFIRMED for a token, with which the SDKs have come since October 2026.
    static let wrongToken = AnthropicRefusal(status: 401, type: "authentication_error", "Invalid bearer token")
    /// Reported.
    static let missingVersion = AnthropicRefusal("anthropic-version: header is required")

    /// UNCONFIRMED wording.
    static func wrongVersion(_ version: String) -> AnthropicRefusal {
        AnthropicRefusal("anthropic-version: \"\(version)\" is not a valid version")
    }

    static func unknownModel(_ name: String) -> AnthropicRefusal {
        AnthropicRefusal(status: 404, type: "not_found_error", "model: \(name)")
    }

    /// UNCONFIRMED wording, as for the next two.
    static let unknownPath = AnthropicRefusal(status: 404, type: "not_found_error", "Not Found")
    static let wrongMethod = AnthropicRefusal(status: 405, "Method Not Allowed")

    static func notJSON(_ reason: String) -> AnthropicRefusal {
        AnthropicRefusal("The request body is not valid JSON: \(reason)")
    }

    // The forms of the validator: recorded for `Field required` and `Input should be 'object'`, reported for extra
    // inputs
    // and bounds; the sentences for wrong types are the validator's own (pydantic), UNCONFIRMED here.

    static func missing(_ path: String) -> AnthropicRefusal { AnthropicRefusal("\(path): Field required") }

    static func extra(_ path: String) -> AnthropicRefusal {
        AnthropicRefusal("\(path): Extra inputs are not permitted")
    }

    static func type(_ path: String, _ expected: String) -> AnthropicRefusal {
        AnthropicRefusal("\(path): Input should be a valid \(expected)")
    }

    static func choice(_ path: String, _ values: [String]) -> AnthropicRefusal {
        let quoted = values.map { "'\($0)'" }
        let list =
            quoted.count < 2
            ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
        return AnthropicRefusal("\(path): Input should be \(list)")
    }

    static func tag(_ path: String, _ tag: String, _ expected: [String]) -> AnthropicRefusal {
        AnthropicRefusal(
            "\(path): Input tag '\(tag)' found using 'type' does not match any of the expected tags: "
                + expected.map { "'\($0)'" }.joined(separator: ", "))
    }
}
