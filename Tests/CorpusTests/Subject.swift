import ChatCompletionsDialect
import MessagesDialect
import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

/// An API of the corpus with the dialect that must read it.
struct Subject: Sendable, CustomTestStringConvertible {
    var api: String
    var dialect: any Dialect
    /// The smallest request, for answers that were recorded without theirs.
    var minimalRequest: String

    var testDescription: String { api }

    static let all: [Subject] = [chat, messages]

    static let chat: Subject = {
        var dialect = ChatCompletions()
        dialect.keepsUnknownMembers = true
        return Subject(
            api: "openai.chat", dialect: dialect,
            minimalRequest: #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#)
    }()

    static let messages: Subject = {
        var dialect = Messages()
        dialect.keepsUnknownMembers = true
        return Subject(
            api: "anthropic.messages", dialect: dialect,
            minimalRequest: #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}]}"#)
    }()

    /// The other dialect.
    var other: Subject { api == "openai.chat" ? .messages : .chat }

    func context(of exchange: CorpusExchange? = nil) -> AcceptContext {
        var headers = exchange?.requestHeaders ?? []
        if !headers.contains(where: { $0.name == "anthropic-version" }) {
            headers.append(("anthropic-version", "2023-06-01"))
        }
        return AcceptContext(now: 1, requestID: "req_test", limits: JSONLimits(depth: 512), headers: headers)
    }

    /// A client that gets its answer under the name the provider used, so that answers compare.
    func accept(model: String, streaming: Bool) throws -> Accepted {
        let body = JSONValue.written { writer in
            writer.object { object in
                object.member("model", model)
                if let minimal = try? JSONValue(parsing: minimalRequest) {
                    for (key, value) in minimal.members where !(key == ("model" as StaticString)) {
                        object.key(key)
                        object.write(value)
                    }
                }
                if streaming { object.member("stream", true) }
                if streaming, api == "openai.chat" {
                    object.key("stream_options")
                    object.object { $0.member("include_usage", true) }
                }
            }
        }
        return try dialect.accept(Array(body.raw), context())
    }

    /// A reader as the provider's side of this dialect gets it.
    func reader(streaming: Bool) throws -> any ResponseReader {
        let accepted = try accept(model: "m", streaming: streaming)
        return try dialect.call(accepted.request, to: Target(model: "m")).reader
    }
}
