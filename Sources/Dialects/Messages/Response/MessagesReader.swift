import WhitworthDialect
import WhitworthModel

/// Reads the reply to one request, in whichever form it comes.
struct MessagesReader: ResponseReader {
    private var stream = StreamReader()

    func whole(_ body: [UInt8]) throws(Failure) -> Response { try WholeReader.read(body) }

    mutating func push(_ bytes: Span<UInt8>, into events: inout [Event]) throws(Failure) {
        try stream.push(bytes, into: &events)
    }

    mutating func finish(into events: inout [Event]) throws(Failure) { try stream.finish(into: &events) }

    func failure(status: Int, headers: [(name: String, value: String)], body: [UInt8]) -> Failure {
        FailureReader.read(status: status, headers: headers, body: body)
    }
}
