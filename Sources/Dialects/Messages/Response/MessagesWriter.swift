import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// Answers one client, whole or streamed as it asked.
struct MessagesWriter: ResponseWriter {
    let streams: Bool
    private let model: JSONText
    private let requestID: String
    private var stream: StreamWriter

    init(request: Request, context: AcceptContext) {
        streams = request.stream ?? false
        model = request.model
        requestID = context.requestID
        stream = StreamWriter(model: request.model)
    }

    func whole(_ response: Response, losses: [Loss]) throws(Failure) -> [UInt8] {
        try WholeWriter.write(response, model: model, losses: losses)
    }

    mutating func push(_ event: Event, into bytes: inout [UInt8]) throws(Failure) {
        try stream.push(event, into: &bytes)
    }

    mutating func fail(_ failure: Failure, into bytes: inout [UInt8]) {
        FailureWriter.appendFrame(failure, requestID: requestID, to: &bytes)
    }
}
