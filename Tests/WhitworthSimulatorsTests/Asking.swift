import WhitworthJSON

@testable import WhitworthSimulators

/// A simulator to talk to without a socket.
struct Asking {
    let simulator: Simulator
    static let moment = WallTime(seconds: 1_795_496_400)

    init(script: String? = nil) throws {
        simulator = Simulator(script: try script.map { try Script(parsing: Array($0.utf8)) })
    }

    func openAI(_ body: String, key: String? = "sk-test", path: String = "chat/completions", method: String = "POST")
        -> Reply
    {
        simulator.reply(
            to: SimulatedRequest(
                method: method, path: "/openai/v1/" + path,
                headers: key.map { [("Authorization", "Bearer " + $0)] } ?? [], body: Array(body.utf8)),
            at: Self.moment)
    }

    func anthropic(
        _ body: String, path: String = "messages", method: String = "POST", query: String = "",
        headers: [(name: String, value: String)] = [("x-api-key", "sk-ant"), ("anthropic-version", "2023-06-01")]
    ) -> Reply {
        simulator.reply(
            to: SimulatedRequest(
                method: method, path: "/anthropic/v1/" + path, query: query, headers: headers, body: Array(body.utf8)),
            at: Self.moment)
    }

    /// One user message to a chat model of OpenAI's; `more` are further members, with a comma after each.
    func chat(_ text: String, model: String = "gpt-4o", _ more: String = "") -> Reply {
        openAI(#"{\#(more)"model":"\#(model)","messages":[{"role":"user","content":"\#(text)"}]}"#)
    }

    /// One user message to a model of Anthropic's.
    func message(_ text: String, model: String = "claude-sonnet-4-5", _ more: String = "") -> Reply {
        anthropic(
            #"{\#(more)"model":"\#(model)","max_tokens":4096,"messages":[{"role":"user","content":"\#(text)"}]}"#)
    }
}

extension Reply {
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The values of all data lines of a stream that are JSON, and whether `[DONE]` came last.
    var data: (values: [JSONValue], isDone: Bool) {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
        return (
            lines.filter { $0 != "[DONE]" }.compactMap { try? JSONValue(parsing: String($0)) },
            lines.last == "[DONE]"
        )
    }

    var eventNames: [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) }
    }
}

extension JSONValue {
    /// The value at `choices.0.message.content`.
    func at(_ path: String) -> JSONValue? {
        var value = self
        for part in path.split(separator: ".") {
            if let position = Int(part), value.kind == .array {
                guard let element = value[position] else { return nil }
                value = element
            } else {
                guard let member = value.object?.first(where: { $0.key.string == part })?.value else { return nil }
                value = member
            }
        }
        return value
    }
}
