import ChatCompletionsDialect
import MessagesDialect
import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

/// A dialect with its fixtures, and the other one beside it.
struct Surface: Sendable, CustomTestStringConvertible {
    /// The folder of its tests, and its name.
    var folder: String
    var dialect: any Dialect
    /// Members of the smallest request, but for its model.
    var minimal: String

    var testDescription: String { folder }

    static let all: [Surface] = [chat, messages]

    static let chat = Surface(
        folder: "ChatCompletions", dialect: ChatCompletions(),
        minimal: #""messages":[{"role":"user","content":"x"}]"#)

    static let messages = Surface(
        folder: "Messages", dialect: Messages(),
        minimal: #""max_tokens":1,"messages":[{"role":"user","content":"x"}]"#)

    var isChat: Bool { folder == Surface.chat.folder }

    var other: Surface { isChat ? .messages : .chat }

    func fixtures(_ kinds: Fixture.Kind...) throws -> [Fixture] {
        try kinds.flatMap { try Fixture.all($0, of: folder) }
    }

    func fixture(_ kind: Fixture.Kind, _ name: String) throws -> [UInt8] {
        try #require(Fixture.all(kind, of: folder).first { $0.name == name }).bytes
    }

    func accept(_ body: [UInt8], lenient: Bool = false) throws(Failure) -> Accepted {
        try dialect.accept(body, AcceptContext(isLenient: lenient, now: 1_700_000_001, requestID: "req_test"))
    }

    func accept(_ body: String, lenient: Bool = false) throws(Failure) -> Accepted {
        try accept(Array(body.utf8), lenient: lenient)
    }

    /// A client that calls the model by the name it has in the fixture, so that answers compare.
    func client(of model: String = "m", streaming: Bool = false) throws -> any ResponseWriter {
        let rest =
            streaming ? isChat ? #","stream":true,"stream_options":{"include_usage":true}"# : #","stream":true"# : ""
        return try accept(#"{"model":"\#(model)",\#(minimal)\#(rest)}"#).writer
    }

    func reader() throws -> any ResponseReader {
        try dialect.call(accept(#"{"model":"m",\#(minimal)}"#).request, to: Target(model: "m")).reader
    }

    // MARK: Answers

    func read(_ answer: [UInt8]) throws -> Response {
        var reader = try reader()
        return try reader.whole(answer)
    }

    func write(_ response: Response, model: String? = nil) throws -> [UInt8] {
        var writer = try client(of: model ?? response.start.model.string)
        return try writer.whole(response, losses: [])
    }

    // MARK: Streams

    func events(_ bytes: [UInt8], pieces size: Int? = nil) throws -> [Event] {
        var reader = try reader()
        var events: [Event] = []
        let step = size ?? max(bytes.count, 1)
        for start in stride(from: 0, to: bytes.count, by: step) {
            let piece = Array(bytes[start..<min(start + step, bytes.count)])
            try reader.push(piece.span, into: &events)
        }
        try reader.finish(into: &events)
        return events
    }

    func stream(_ events: [Event], model: String = "m") throws -> [UInt8] {
        var writer = try client(of: model, streaming: true)
        var bytes: [UInt8] = []
        for event in events { try writer.push(event, into: &bytes) }
        return bytes
    }

    static func assemble(_ events: [Event]) throws -> Response {
        var assembler = ResponseAssembler()
        for event in events { assembler.push(event) }
        try #require(assembler.isComplete)
        return try #require(assembler.response())
    }
}

func tree(_ bytes: [UInt8]) throws -> JSONTree { JSONTree(try JSONValue(parsing: bytes)).withoutNulls }
