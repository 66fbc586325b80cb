import Testing
import WhitworthHTTP

/// Chunks (RFC 9112 §7.1); the other framings are tested with the parsers.
@Suite("Chunks") struct BodyFramerTests {
    private func read(_ body: String, limits: HTTPLimits = .standard) -> Reading {
        Reading.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body, limits: limits)
    }

    private func text(_ body: String) -> String? {
        let reading = read(body)
        guard reading.error == nil, reading.isBetween, let message = reading.messages.first, message.isEnded else {
            return nil
        }
        return message.text
    }

    @Test("Chunks are put together; sizes are hexadecimal in either case")
    func sizes() {
        #expect(text("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n") == "hello world")
        #expect(text("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n") == "01234567890123456789")
        #expect(text("00005\r\nhello\r\n000\r\n\r\n") == "hello")
        let long = String(repeating: "x", count: 0x1Ab)
        #expect(text("1aB\r\n\(long)\r\n0\r\n\r\n") == long)
        #expect(text("0\r\n\r\n") == "")
        // Of the data nothing is interpreted.
        #expect(text("7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n") == "\r\n0\r\n\r\n")
    }

    @Test("A size that is none, or beyond any body, is refused")
    func badSizes() {
        for size in [
            "", "-5", "+5", "0x5", "5x", "g", " 5", "5 ", "5\t", "5 5", "5,", "1000000000000000", "FFFFFFFFFFFFFFFF",
            "10000000000000005", "\u{665}", "5\0", "5\r",
        ] {
            #expect(read("\(size)\r\nhello\r\n0\r\n\r\n").error == .malformedChunk, "\(size.debugDescription)")
        }
        #expect(read("5\nhello\r\n0\r\n\r\n").error == .malformedChunk)
        // The greatest size that is taken: no arithmetic on it may overflow.
        #expect(read("FFFFFFFFFFFFFFF\r\nhello").error == nil)
    }

    @Test("Data is followed by CR LF")
    func tails() {
        for body in [
            "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n", "4\r\nhello\r\n0\r\n\r\n",
        ] {
            #expect(read(body).error == .malformedChunk, "\(body.debugDescription)")
        }
        #expect(read("6\r\nhello\r\n0\r\n\r\n").error == .malformedChunk)
    }

    @Test("Extensions are read and mean nothing (RFC 9112 §7.1.1)")
    func extensions() {
        for ext in [";a", ";a=b", ";a=\"b c;\"", ";a=\"\\\"\"", ";a;b=c", ";a=\"\u{E4}\""] {
            #expect(text("5\(ext)\r\nhello\r\n0\(ext)\r\n\r\n") == "hello", "\(ext)")
        }
        for ext in [
            ";", ";;", ";=b", ";a=", ";a=\"b", ";a b", " ;a", "; a", ";a =b", ";a\0", ";a=b\rc", ";a=\"b\"c", ";ä",
        ] {
            #expect(read("5\(ext)\r\nhello\r\n0\r\n\r\n").error == .malformedChunk, "\(ext.debugDescription)")
        }
        let long = ";a=" + String(repeating: "b", count: 1100)
        #expect(read("5\(long)\r\nhello\r\n0\r\n\r\n").error == .malformedChunk)
    }

    @Test("Trailers are read as fields and dropped")
    func trailers() {
        #expect(text("1\r\na\r\n0\r\nX: y\r\nContent-Length: 7\r\n\r\n") == "a")
        for line in ["X", ": y", "X : y", " X: y", "X: y\r\n folded: z", "X: \0", "Ä: y", "X: a\rb", "\rX: y"] {
            #expect(read("0\r\n\(line)\r\n\r\n").error == .malformedField, "\(line.debugDescription)")
        }
        #expect(read("0\r\nX: y\n\r\n").error == .malformedField)
    }

    @Test("All trailers together are limited as a head is")
    func trailerLimits() {
        let limits = HTTPLimits(headBytes: 100, fields: 3)
        func read(_ count: Int, _ line: String) -> Reading {
            self.read("0\r\n" + String(repeating: line + "\r\n", count: count) + "\r\n", limits: limits)
        }
        #expect(read(3, "X: y").error == nil)
        #expect(read(4, "X: y").error == .tooManyFields)
        #expect(read(2, "X: " + String(repeating: "y", count: 40)).error == nil)
        #expect(read(3, "X: " + String(repeating: "y", count: 40)).error == .headTooLarge)
        // Without an end too.
        let endless = "0\r\n" + String(repeating: "x", count: 200)
        #expect(self.read(endless, limits: limits).error == .headTooLarge)
    }
}
