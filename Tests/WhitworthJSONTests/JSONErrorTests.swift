import Testing
import WhitworthJSON

@Suite("JSON errors say what, where and in which member")
struct JSONErrorTests {
    @Test("a description holds sentence, offset and path")
    func description() {
        let path = JSONPath().appending("messages").appending(3).appending("content")
        let error = JSONError(.duplicateKey("a"), offset: 17, path: path)
        #expect("\(error)" == "duplicate member name 'a' at offset 17 (in messages[3].content)")
        #expect("\(JSONError(.trailingBytes, offset: 2))" == "bytes after the JSON value at offset 2")
    }

    @Test("each reason has a sentence of its own, and a name of a megabyte does not fill the log")
    func sentences() {
        let reasons: [JSONError.Reason] = [
            .unexpectedEnd, .unexpectedByte(0xFF), .trailingBytes, .invalidNumber, .invalidEscape, .loneSurrogate,
            .controlCharacter(0x1F), .invalidUTF8, .duplicateKey(String(repeating: "k", count: 1 << 20)),
            .tooDeep(limit: 7), .tooLarge,
        ]
        let sentences = reasons.map { "\(JSONError($0, offset: 0))" }
        #expect(Set(sentences).count == reasons.count)
        #expect(sentences.allSatisfy { $0.utf8.count < 120 })
    }
}
