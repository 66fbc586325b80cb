import Testing
import WhitworthHTTP

@Suite("Errors of HTTP") struct HTTPErrorTests {
    @Test("Each reason has the status that RFC 9110 and 6585 give it, and words of its own")
    func statuses() {
        let all: [(HTTPError.Reason, Int)] = [
            (.headTooLarge, 431), (.tooManyFields, 431), (.malformedLine, 400), (.malformedRequestLine, 400),
            (.malformedStatusLine, 400), (.malformedField, 400), (.unsupportedVersion, 505), (.missingHost, 400),
            (.invalidContentLength, 400), (.conflictingLength, 400), (.unsupportedTransferEncoding, 501),
            (.malformedChunk, 400), (.truncated, 400), (.unsendable, 400),
        ]
        for (reason, status) in all { #expect(HTTPError(reason).status == status) }
        #expect(Set(all.map { HTTPError($0.0).description }).count == all.count)
    }
}
