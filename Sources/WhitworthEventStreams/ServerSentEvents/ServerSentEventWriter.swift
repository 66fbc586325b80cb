/// Events to bytes.
public enum ServerSentEventWriter {
    /// Begins an event: `event: NAME` where one is given, and `data: `. One line of data and `end` must follow.
    public static func begin(event: StaticString? = nil, in bytes: inout [UInt8]) {
        if let event {
            append("event: ", to: &bytes)
            append(event, to: &bytes)
            bytes.append(0x0A)
        }
        append("data: ", to: &bytes)
    }

    /// Ends an event that was begun.
    public static func end(in bytes: inout [UInt8]) {
        bytes.append(0x0A)
        bytes.append(0x0A)
    }

    /// A whole event; data of several lines becomes several fields. A carriage return in it would be read as a line end
    /// and is written as one.
    public static func append(
        event: StaticString? = nil, data: some Collection<UInt8>, to bytes: inout [UInt8]
    ) {
        begin(event: event, in: &bytes)
        var previous: UInt8 = 0
        for byte in data {
            switch byte {
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D: append("\ndata: ", to: &bytes)
            default: bytes.append(byte)
            }
            previous = byte
        }
        end(in: &bytes)
    }

    /// A comment, which clients ignore: keeps a connection alive.
    public static func appendComment(_ text: StaticString, to bytes: inout [UInt8]) {
        append(": ", to: &bytes)
        append(text, to: &bytes)
        end(in: &bytes)
    }

    private static func append(_ text: StaticString, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
