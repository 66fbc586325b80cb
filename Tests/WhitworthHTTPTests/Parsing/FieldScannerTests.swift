import Testing
import WhitworthHTTP

/// Field lines, which requests and answers have in common (RFC 9112 §5).
@Suite("Field lines") struct FieldScannerTests {
    private func request(_ fields: String, body: String = "") -> Reading {
        Reading.requests("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)")
    }

    private func answer(_ fields: String, body: String = "") -> Reading {
        Reading.answers("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n\(body)")
    }

    /// Both kinds of message refuse it, for the same reason.
    private func refused(
        _ fields: String, _ reason: HTTPError.Reason, location: SourceLocation = #_sourceLocation
    ) {
        #expect(request(fields).error == reason, "\(fields.debugDescription)", sourceLocation: location)
        #expect(answer(fields).error == reason, "\(fields.debugDescription)", sourceLocation: location)
    }

    @Test("White space around values is taken off, all else is kept")
    func values() throws {
        let lines = [
            ("A:b", "a: b"), ("A: \t b \t ", "a: b"), ("A:", "a: "), ("A: ", "a: "), ("A: b c", "a: b c"),
            ("A: a:b", "a: a:b"), ("A: \"x\"", "a: \"x\""), ("A: ä€", "a: ä€"), ("x-~|`: 1", "x-~|`: 1"),
        ]
        for (line, read) in lines {
            #expect(request(line).messages.first?.fields == ["host: a", read], "\(line)")
            #expect(answer(line).messages.first?.fields == [read], "\(line)")
        }
    }

    @Test("A folded line, a space before the colon and a name that is no token are refused")
    func names() {
        for line in [
            "A: b\r\n c", "A: b\r\n\tc: d", " A: b", "A : b", "A\t: b", ": b", "A", "A b: c", "A(b): c", "Ä: b",
            "A\0: b",
            "A\r: b", "\"A\": b", "[A]: b",
        ] {
            refused(line, .malformedField)
        }
    }

    @Test("Control characters in values are refused")
    func controls() {
        for byte in (0..<0x20).map({ UInt8($0) }) + [0x7F] where ![0x09, 0x0A].contains(byte) {
            let line = "A: b" + String(Unicode.Scalar(byte)) + "c"
            refused(line, .malformedField)
        }
    }

    @Test("Lines end in CR LF and nothing else (RFC 9112 §2.2)")
    func lineEnds() {
        refused("A: b\nB: c", .malformedLine)
        refused("A: b\n\r\nB: c", .malformedLine)
        #expect(Reading.requests("GET / HTTP/1.1\nHost: a\n\n").error == .malformedLine)
        #expect(Reading.requests("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").error == .malformedLine)
        #expect(Reading.answers("HTTP/1.1 200 OK\n\n").error == .malformedLine)
        // A CR on its own never hides what follows it: another reader might see fields there.
        refused("\rA: b", .malformedField)
        refused("\rTransfer-Encoding: chunked", .malformedField)
        refused("A: b\r\n\rContent-Length: 5", .malformedField)
        refused("A: b\r\r", .malformedField)
        refused("A: b\rB: c", .malformedField)
    }

    @Test("A Content-Length is one run of digits (RFC 9110 §8.6)")
    func contentLength() {
        for value in [
            "", "+5", "-5", "5 5", "5,5", "5, 5", "0x5", "5a", "a", "5.0", "٥", "1e3", "9223372036854775808",
            "99999999999999999999", "18446744073709551621", "5;", "\"5\"",
        ] {
            refused("Content-Length: \(value)", .invalidContentLength)
        }
        refused("Content-Length: 5\r\nContent-Length: 6", .conflictingLength)
        // One length told twice is one too many: readers differ in whether they take it.
        refused("Content-Length: 5\r\ncontent-length: 5", .conflictingLength)
        #expect(request("Content-Length: 007", body: "1234567").messages.first?.text == "1234567")
        #expect(answer("CONTENT-LENGTH:\t3 ", body: "abc").messages.first?.text == "abc")
    }

    @Test("No transfer coding but chunked is understood (RFC 9112 §7)")
    func transferEncoding() {
        for value in [
            "", "gzip", "identity", "gzip, chunked", "chunked, gzip", "chunked, chunked", "chunked;a=b", "xchunked",
            "chunke", "\"chunked\"", "chunked,", ",chunked",
        ] {
            refused("Transfer-Encoding: \(value)", .unsupportedTransferEncoding)
        }
        refused("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .unsupportedTransferEncoding)
        refused("Transfer-Encoding: chunked\r\nContent-Length: 1", .conflictingLength)
        refused("Content-Length: 1\r\nTransfer-Encoding: chunked", .conflictingLength)
        #expect(HTTPError(.unsupportedTransferEncoding).status == 501)
        #expect(request("transfer-encoding: Chunked", body: "1\r\na\r\n0\r\n\r\n").messages.first?.text == "a")
        #expect(answer("TRANSFER-ENCODING:chunked", body: "1\r\na\r\n0\r\n\r\n").messages.first?.text == "a")
    }

    @Test("There may be so many fields and no more")
    func count() {
        let limits = HTTPLimits(headBytes: 4096, fields: 3)
        func request(_ count: Int) -> Reading {
            let fields = (0..<count).map { "A\($0): b\r\n" }.joined()
            return Reading.requests("GET / HTTP/1.0\r\n\(fields)\r\n", limits: limits)
        }
        #expect(request(3).error == nil)
        #expect(request(3).messages.count == 1)
        #expect(request(4).error == .tooManyFields)
        #expect(HTTPError(.tooManyFields).status == 431)
    }
}
