import WhitworthJSON

/// An error in OpenAI's form: all four members present, `param` and `code` perhaps null (openapi `Error`; recorded).
struct OpenAIRefusal: Error, Sendable, Equatable {
    var status = 400
    var message: String
    var type = "invalid_request_error"
    var param: String?
    var code: String?

    var body: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("error")
            writer.object { writer in
                writer.member("message", message)
                writer.member("type", type)
                if let param { writer.member("param", param) } else { writer.memberNull("param") }
                if let code { writer.member("code", code) } else { writer.memberNull("code") }
            }
        }
        return writer.bytes
    }
}

// Recorded bodies, unless marked otherwise.
extension OpenAIRefusal {
    /// UNCONFIRMED wording; widely reported, not in the recordings.
    static let missingKey = OpenAIRefusal(
        status: 401,
        message: "You didn't provide an API key. You need to provide your API key in an Authorization header using "
            + "Bearer auth (i.e. Authorization: Bearer YOUR_KEY). You can obtain an API key from "
            + "https://platform.openai.com/account/api-keys.")

    static func wrongKey(_ key: String) -> OpenAIRefusal {
        // Recorded: eight characters, stars, four characters; a short key stands as it is.
        let shown =
            key.count <= 12 ? key : key.prefix(8) + String(repeating: "*", count: key.count - 12) + key.suffix(4)
        return OpenAIRefusal(
            status: 401,
            message: "Incorrect API key provided: \(shown). You can find your API key at "
                + "https://platform.openai.com/account/api-keys.",
            code: "invalid_api_key")
    }

    static func unknownModel(_ name: String) -> OpenAIRefusal {
        OpenAIRefusal(
            status: 404, message: "The model `\(name)` does not exist or you do not have access to it.",
            code: "model_not_found")
    }

    static func unknownListedModel(_ name: String) -> OpenAIRefusal {
        OpenAIRefusal(
            status: 404, message: "The model '\(name)' does not exist", param: "model", code: "model_not_found")
    }

    static let notAChatModel = OpenAIRefusal(
        status: 404,
        message: "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to "
            + "use v1/completions?",
        param: "model")

    /// UNCONFIRMED wording, as for the next.
    static func unknownPath(_ method: String, _ path: String) -> OpenAIRefusal {
        OpenAIRefusal(status: 404, message: "Invalid URL (\(method) \(path))")
    }

    static func wrongMethod(_ method: String, _ path: String) -> OpenAIRefusal {
        OpenAIRefusal(
            status: 405,
            message: "Not allowed to \(method) on \(path). (HINT: Perhaps you meant to use a different HTTP method?)")
    }

    /// UNCONFIRMED wording.
    static let notJSON = OpenAIRefusal(
        message:
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
            + "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you "
            + "have trouble figuring out how to fix this, please contact us through our help center at "
            + "help.openai.com.)"
    )

    /// Reported with param and code null.
    static let missingModel = OpenAIRefusal(message: "you must provide a model parameter")

    /// UNCONFIRMED wording.
    static func missing(_ path: String) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Missing required parameter: '\(path)'.", param: path, code: "missing_required_parameter")
    }

    static func unknown(_ path: String) -> OpenAIRefusal {
        OpenAIRefusal(message: "Unknown parameter: '\(path)'.", param: path, code: "unknown_parameter")
    }

    /// UNCONFIRMED wording; the code is the documented one.
    static func type(_ path: String, expected: String, got: JSONValue) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Invalid type for '\(path)': expected \(expected), but got \(got.described) instead.", param: path,
            code: "invalid_type")
    }

    static func value(_ path: String, _ got: String, among values: [String]) -> OpenAIRefusal {
        let quoted = values.map { "'\($0)'" }
        let list =
            quoted.count < 2
            ? quoted.joined()
            : quoted.dropLast().joined(separator: ", ") + (quoted.count > 2 ? "," : "") + " and " + (quoted.last ?? "")
        return OpenAIRefusal(
            message: "Invalid value: '\(got)'. Supported values are: \(list).", param: path, code: "invalid_value")
    }

    /// UNCONFIRMED wording and codes: `integer_above_max_value` and its kin.
    static func bound(_ path: String, kind: String, above: Bool, limit: String, got: String) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Invalid '\(path)': \(kind) \(above ? "above maximum" : "below minimum") value. Expected a value "
                + "\(above ? "<=" : ">=") \(limit), but got \(got) instead.",
            param: path, code: "\(kind)_\(above ? "above_max" : "below_min")_value")
    }

    static func emptyArray(_ path: String) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Invalid '\(path)': empty array. Expected an array with minimum length 1, but got an empty array "
                + "instead.",
            param: path, code: "empty_array")
    }

    /// UNCONFIRMED wording.
    static func longArray(_ path: String, limit: Int, got: Int) -> OpenAIRefusal {
        OpenAIRefusal(
            message:
                "Invalid '\(path)': array too long. Expected an array with maximum length \(limit), but got an array "
                + "with length \(got) instead.",
            param: path, code: "array_above_max_length")
    }

    static func unsupported(_ path: String, instead: String? = nil) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Unsupported parameter: '\(path)' is not supported with this model."
                + (instead.map { " Use '\($0)' instead." } ?? ""),
            param: path, code: "unsupported_parameter")
    }

    static func unsupportedValue(_ path: String, _ value: String, only fallback: String) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Unsupported value: '\(path)' does not support \(value) with this model. Only the default "
                + "(\(fallback)) value is supported.",
            param: path, code: "unsupported_value")
    }

    static let imageFormat = OpenAIRefusal(
        message: "You uploaded an unsupported image. Please make sure your image has of one the following formats: "
            + "['png', 'jpeg', 'gif', 'webp'].",
        code: "invalid_image_format")

    static func imageDownload(_ url: String) -> OpenAIRefusal {
        OpenAIRefusal(message: "Error while downloading \(url).", code: "invalid_image_url")
    }
}

extension JSONValue {
    /// How OpenAI names what it got.
    fileprivate var described: String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: int == nil ? "a decimal" : "an integer"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
