import Foundation
import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// Exact bytes, for people to see. `WHITWORTH_RECORD=1` writes them anew.
@Suite("Golden files")
struct GoldenTests {
    private static let records = ProcessInfo.processInfo.environment["WHITWORTH_RECORD"] == "1"

    struct Case: Sendable, CustomTestStringConvertible {
        var source: Surface
        var kind: Fixture.Kind
        var fixture: String

        var testDescription: String { "\(source.folder) \(kind.rawValue) \(fixture)" }

        /// The file with what came out at the other dialect.
        var file: URL {
            let direction = source.isChat ? "openai-to-anthropic" : "anthropic-to-openai"
            return Fixture.root.appendingPathComponent(
                "Golden/Files/\(direction)-\(kind.rawValue.lowercased())-\(fixture)")
        }
    }

    static let cases: [Case] = [
        Case(source: .chat, kind: .requests, fixture: "tools.json"),
        Case(source: .chat, kind: .requests, fixture: "json-schema.json"),
        Case(source: .chat, kind: .extensions, fixture: "reasoning-carried.json"),
        Case(source: .chat, kind: .extensions, fixture: "cache-marks.json"),
        Case(source: .chat, kind: .answers, fixture: "text.json"),
        Case(source: .chat, kind: .answers, fixture: "tool-calls.json"),
        Case(source: .chat, kind: .streams, fixture: "text.sse"),
        Case(source: .chat, kind: .streams, fixture: "tool-calls.sse"),
        Case(source: .messages, kind: .requests, fixture: "tools.json"),
        Case(source: .messages, kind: .requests, fixture: "thinking.json"),
        Case(source: .messages, kind: .answers, fixture: "thinking.json"),
        Case(source: .messages, kind: .answers, fixture: "server-tools.json"),
        Case(source: .messages, kind: .streams, fixture: "thinking.sse"),
        Case(source: .messages, kind: .streams, fixture: "tools.sse"),
    ]

    @Test("the bytes are those on file", arguments: GoldenTests.cases)
    func bytes(_ golden: Case) throws {
        let body = try golden.source.fixture(golden.kind, golden.fixture)
        let target = golden.source.other
        var written: [UInt8]
        switch golden.kind {
        case .requests, .extensions:
            let call = try target.dialect.call(golden.source.accept(body).request, to: Target(model: "the-model"))
            written = call.body
            for loss in call.losses { written += Array("\n// \(loss.kind): \(loss.path): \(loss.message)".utf8) }
        case .answers: written = try target.write(golden.source.read(body), model: "the-model")
        case .streams, .errors: written = try target.stream(golden.source.events(body), model: "the-model")
        }
        if golden.kind != .streams { written.append(0x0A) }
        if Self.records {
            try Data(written).write(to: golden.file)
        }
        let expected = try Data(contentsOf: golden.file)
        #expect(String(decoding: written, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    }
}
