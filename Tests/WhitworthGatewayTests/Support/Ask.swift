/// Requests as bytes.
enum Ask {
    static func request(
        _ method: String, _ path: String, headers: String = "", body: String? = nil, version: String = "1.1"
    ) -> String {
        "\(method) \(path) HTTP/\(version)\r\nHost: gateway\r\n\(headers)"
            + (body.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" } ?? "\r\n")
    }

    static func get(_ path: String, headers: String = "") -> String { request("GET", path, headers: headers) }

    static func post(_ path: String, _ body: String, headers: String = "", version: String = "1.1") -> String {
        request("POST", path, headers: "Content-Type: application/json\r\n" + headers, body: body, version: version)
    }

    static func body(_ prompt: String, stream: Bool = false, model: String, more: String = "") -> String {
        #"{"model":"\#(model)","stream":\#(stream)\#(more.isEmpty ? "" : "," + more),"#
            + #""messages":[{"role":"user","content":"\#(prompt)"}]}"#
    }

    static func chat(
        _ prompt: String, stream: Bool = false, model: String = "openai/gpt-4.1", more: String = "",
        headers: String = "", version: String = "1.1"
    ) -> String {
        post(
            "/v1/chat/completions", body(prompt, stream: stream, model: model, more: more), headers: headers,
            version: version)
    }

    static func messages(
        _ prompt: String, stream: Bool = false, model: String = "anthropic/claude-sonnet-4-5", more: String = "",
        headers: String = ""
    ) -> String {
        let cap = more.contains("max_tokens") ? more : #""max_tokens":4096"# + (more.isEmpty ? "" : "," + more)
        return post(
            "/v1/messages", body(prompt, stream: stream, model: model, more: cap),
            headers: "anthropic-version: 2023-06-01\r\n" + headers)
    }
}
