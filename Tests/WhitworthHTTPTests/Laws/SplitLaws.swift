import Testing
import WhitworthHTTP

@Suite("Laws of reading") struct SplitLaws {
    private func splits(_ text: String, _ body: ([[UInt8]]) -> Void) {
        let bytes = Array(text.utf8)
        for first in 0...bytes.count {
            body([Array(bytes[..<first]), Array(bytes[first...])])
            for second in first...min(bytes.count, first + 3) {
                body([Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])])
            }
        }
        body(bytes.map { [$0] })
    }

    @Test("Any split of a connection's bytes gives the same requests, or the same error")
    func requests() {
        for text in Samples.requests + Samples.badRequests + [Samples.requests.joined()] {
            let whole = Reading.requests(text)
            #expect((whole.error != nil) == Samples.badRequests.contains(text), "\(text)")
            splits(text) { pieces in
                let reading = Reading.requests(pieces)
                #expect(reading == whole, "\(text.debugDescription) at \(pieces.map(\.count))")
            }
        }
    }

    @Test("Any split of a connection's bytes gives the same answers")
    func answers() {
        for text in Samples.answers + [Samples.answers.joined(), "HTTP/1.1 200 OK\r\n\r\nopen end"] {
            let whole = Reading.answers(text, closes: true)
            #expect(whole.error == nil)
            splits(text) { pieces in
                let reading = Reading.answers(pieces, closes: true)
                #expect(reading == whole, "\(text.debugDescription) at \(pieces.map(\.count))")
            }
        }
    }

    @Test("A message that is cut anywhere is never complete")
    func cutRequests() {
        for text in Samples.requests.map({ String($0.drop(while: { $0 == "\r\n" })) }) {
            let bytes = Array(text.utf8)
            #expect(Reading.requests([bytes]).messages.allSatisfy { $0.isEnded })
            for count in 1..<bytes.count {
                let reading = Reading.requests([Array(bytes[..<count])])
                #expect(reading.error == nil)
                #expect(reading.messages.allSatisfy { !$0.isEnded }, "\(text.debugDescription) at \(count)")
                #expect(!reading.isBetween, "\(text.debugDescription) at \(count)")
            }
        }
    }

    @Test("An answer that is cut anywhere is never complete, and its cut is an error")
    func cutAnswers() {
        for text in Samples.answers {
            let bytes = Array(text.utf8)
            let start = text.hasPrefix("HTTP/1.1 100") ? "HTTP/1.1 100 Continue\r\n\r\n".utf8.count : 0
            for count in 1..<bytes.count where count != start {
                let reading = Reading.answers([Array(bytes[..<count])], closes: true)
                #expect(reading.error == .truncated, "\(text.debugDescription) at \(count)")
                #expect(reading.messages.allSatisfy { !$0.isEnded }, "\(text.debugDescription) at \(count)")
            }
        }
    }
}
