import Testing
import WhitworthHTTP

/// The limit of a head, whole or in pieces.
@Suite("Heads gathered") struct HeadCollectorTests {
    private func head(of count: Int) -> [UInt8] {
        let start = "GET / HTTP/1.0\r\nA: "
        return Array((start + String(repeating: "x", count: count - start.utf8.count - 4) + "\r\n\r\n").utf8)
    }

    @Test("A head of the limit is read, one byte more is refused, in any split")
    func limit() {
        let limits = HTTPLimits(headBytes: 100, fields: 10)
        for (count, error) in [(100, nil), (101, HTTPError.Reason.headTooLarge), (300, .headTooLarge)] {
            let bytes = head(of: count)
            #expect(bytes.count == count)
            #expect(Reading.requests([bytes], limits: limits).error == error)
            #expect(Reading.requests(bytes.map { [$0] }, limits: limits).error == error)
            for split in 1..<bytes.count {
                let pieces = [Array(bytes[..<split]), Array(bytes[split...])]
                #expect(Reading.requests(pieces, limits: limits).error == error, "\(count) at \(split)")
            }
        }
        #expect(HTTPError(.headTooLarge).status == 431)
    }

    @Test("A head that never ends is refused at the limit")
    func endless() {
        let limits = HTTPLimits(headBytes: 100, fields: 10)
        let pieces = [[UInt8]](repeating: Array("AAAA".utf8), count: 26)
        #expect(Reading.requests(pieces, limits: limits).error == .headTooLarge)
        #expect(Reading.answers(pieces, limits: limits).error == .headTooLarge)
        #expect(Reading.requests(Array(pieces.prefix(25)), limits: limits).error == nil)
    }

    @Test("The limit is of each head, not of what follows it")
    func eachHead() {
        let limits = HTTPLimits(headBytes: 100, fields: 10)
        let body = [UInt8](repeating: 0x61, count: 1000)
        let bytes = Array("POST / HTTP/1.0\r\nContent-Length: 1000\r\n\r\n".utf8) + body
        let reading = Reading.requests([bytes + head(of: 100)], limits: limits)
        #expect(reading.error == nil)
        #expect(reading.messages.map(\.body.count) == [1000, 0])
    }
}
