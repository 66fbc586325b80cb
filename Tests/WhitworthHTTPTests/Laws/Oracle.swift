import NIOCore
import NIOEmbedded
import NIOHTTP1

/// NIO's own HTTP/1.1 (llhttp): what it makes of the same bytes.
enum Oracle {
    static func requests(_ bytes: [UInt8]) throws -> (messages: [ReadMessage], error: String?) {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        let error = feed(channel, bytes)
        var messages: [ReadMessage] = []
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                messages.append(
                    ReadMessage(
                        start: "\(head.method.rawValue) \(path(head.uri))", minorVersion: head.version.minor,
                        fields: fields(head.headers), keepsAlive: head.isKeepAlive))
            case .body(let buffer): messages[messages.count - 1].body += buffer.readableBytesView
            case .end: messages[messages.count - 1].isEnded = true
            }
        }
        return (messages, error)
    }

    /// - Parameter head: whether HEAD was asked, for the first answer alone.
    static func answers(_ bytes: [UInt8], head: Bool) throws -> (messages: [ReadMessage], error: String?) {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPResponseDecoder()))
        // The decoder sees the requests go out, and takes no answer that was not asked for.
        for index in 0..<16 {
            let method: NIOHTTP1.HTTPMethod = head && index == 0 ? .HEAD : .POST
            let request = HTTPRequestHead(version: .http1_1, method: method, uri: "/")
            try channel.writeOutbound(HTTPClientRequestPart.head(request))
        }
        let error = feed(channel, bytes)
        var messages: [ReadMessage] = []
        while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
            switch part {
            case .head(let head):
                messages.append(
                    ReadMessage(
                        start: "\(head.status.code)", minorVersion: head.version.minor, fields: fields(head.headers),
                        keepsAlive: head.isKeepAlive))
            case .body(let buffer): messages[messages.count - 1].body += buffer.readableBytesView
            case .end: messages[messages.count - 1].isEnded = true
            }
        }
        return (messages, error)
    }

    /// Gives all bytes, then the connection's end.
    private static func feed(_ channel: EmbeddedChannel, _ bytes: [UInt8]) -> String? {
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            _ = try channel.finish(acceptAlreadyClosed: true)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// llhttp leaves white space after a value in its place; RFC 9110 §5.5 takes it off.
    private static func fields(_ headers: HTTPHeaders) -> [String] {
        headers.map { name, value in
            let trimmed = value.reversed().drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }
            return "\(name.lowercased()): \(String(trimmed))"
        }
    }

    /// NIO gives a target as it was sent; of the absolute form ours gives what follows the authority.
    private static func path(_ target: String) -> String {
        guard !target.hasPrefix("/"), let colon = target.firstIndex(of: ":") else { return target }
        let rest = target[colon...].dropFirst(3)
        guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
        return rest[start] == "/" ? String(rest[start...]) : "/" + rest[start...]
    }
}
