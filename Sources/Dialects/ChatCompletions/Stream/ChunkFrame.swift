import WhitworthEventStreams
import WhitworthJSON

/// What surrounds the delta of a chunk.
struct ChunkFrame {
    /// Up to and including `"choices":[`.
    let head: [UInt8]
    /// Whether the client asked for usage: then every chunk has the member, null but for the last.
    let endsWithUsage: Bool

    /// Begins a chunk of one choice, up to and including `"delta":`.
    func begin(choice index: Int, into bytes: inout [UInt8]) {
        ServerSentEventWriter.begin(in: &bytes)
        bytes.append(contentsOf: head)
        bytes.append(literal: "{\"index\":")
        if index < 10 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: index))
        } else {
            bytes.append(contentsOf: String(index).utf8)
        }
        bytes.append(literal: ",\"delta\":")
    }

    /// Ends a chunk after its delta.
    func end(
        logprobs: JSONValue? = nil, finish: [UInt8]? = nil, into bytes: inout [UInt8]
    ) {
        bytes.append(literal: ",\"logprobs\":")
        if let logprobs {
            var json = JSONWriter(appendingTo: bytes)
            bytes = []
            json.write(logprobs)
            bytes = json.bytes
        } else {
            bytes.append(literal: "null")
        }
        bytes.append(literal: ",\"finish_reason\":")
        if let finish { bytes.append(contentsOf: finish) } else { bytes.append(literal: "null") }
        bytes.append(literal: endsWithUsage ? "}],\"usage\":null}" : "}]}")
        ServerSentEventWriter.end(in: &bytes)
    }

    /// A chunk without any choice.
    func writeWithoutChoice(usage: [UInt8]? = nil, into bytes: inout [UInt8]) {
        ServerSentEventWriter.begin(in: &bytes)
        bytes.append(contentsOf: head)
        bytes.append(literal: "]")
        if let usage {
            bytes.append(literal: ",\"usage\":")
            bytes.append(contentsOf: usage)
        } else if endsWithUsage {
            bytes.append(literal: ",\"usage\":null")
        }
        bytes.append(literal: "}")
        ServerSentEventWriter.end(in: &bytes)
    }
}

extension [UInt8] {
    mutating func append(literal text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
