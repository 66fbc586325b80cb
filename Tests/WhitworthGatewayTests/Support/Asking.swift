import WhitworthJSON
import WhitworthTestSockets

/// Requests as clients send them.
enum Asking {
    static func post(_ path: String, _ body: String, headers: String = "", version: String = "1.1") -> String {
        "POST \(path) HTTP/\(version)\r\nHost: g\r\nContent-Type: application/json\r\n\(headers)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func get(_ path: String, headers: String = "", method: String = "GET") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: g\r\n\(headers)\r\n"
    }

    /// - Parameter more: members, each with a comma before it.
    static func chat(
        _ text: String, model: String = "openai/gpt-4.1", stream: Bool = false, more: String = "", headers: String = ""
    ) -> String {
        post(
            "/v1/chat/completions",
            #"{"model":"\#(model)","max_tokens":400,"stream":\#(stream),"messages":[{"role":"user","content":\#(quoted(text))}]\#(more)}"#,
            headers: headers)
    }

    static func messages(
        _ text: String, model: String = "anthropic/claude-haiku-4-5", stream: Bool = false, more: String = "",
        headers: String = ""
    ) -> String {
        post(
            "/v1/messages",
            #"{"model":"\#(model)","max_tokens":400,"stream":\#(stream),"messages":[{"role":"user","content":\#(quoted(text))}]\#(more)}"#,
            headers: "anthropic-version: 2023-06-01\r\n" + headers)
    }

    private static func quoted(_ text: String) -> String { JSONValue.written { $0.write(text) }.description }
}

extension RawAnswer {
    var json: JSONValue? { try? JSONValue(parsing: body) }

    var bodyText: String { String(decoding: body, as: UTF8.self) }

    /// `error.code` of the standard's envelope.
    var code: String? { json?["error"]?["code"]?.string }

    /// The text of a Chat Completions answer, whole or streamed.
    var chatText: String {
        if let text = json?["choices"]?[0]?["message"]?["content"]?.string { return text }
        return frames.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
    }

    /// The JSON of a stream's frames.
    var frames: [JSONValue] {
        bodyText.split(separator: "\n").filter { $0.hasPrefix("data: ") }.compactMap {
            try? JSONValue(parsing: String($0.dropFirst(6)))
        }
    }
}
