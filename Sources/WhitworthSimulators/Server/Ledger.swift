import NIOCore
import Synchronization
import WhitworthJSON

/// What the server has seen and is doing, shared by its event loops.
final class Ledger: Sendable {
    struct Counts: Sendable, Equatable {
        var requests = 0
        var openStreams = 0
        /// Streams whose client left before their end.
        var cancelledStreams = 0
    }

    private struct State {
        var counts = Counts()
        var recent: [SimulatedRequest] = []
        /// Bytes of the bodies in `recent`.
        var keptBytes = 0
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isDraining = false
    }

    private static let kept = 200
    /// Bodies longer than this are kept only up to here.
    private static let keptBody = 1 << 20
    /// All bodies together are kept up to here, the oldest requests going first.
    private static let mostBytes = 16 << 20

    private let state = Mutex(State())

    // MARK: Requests

    func note(_ request: SimulatedRequest) {
        var request = request
        if request.body.count > Self.keptBody { request.body = Array(request.body[..<Self.keptBody]) }
        let noted = request
        state.withLock {
            $0.counts.requests += 1
            $0.recent.append(noted)
            $0.keptBytes += noted.body.count
            guard $0.recent.count > Self.kept || $0.keptBytes > Self.mostBytes else { return }
            // Some more than needed go, so that this is rare.
            $0.recent.removeFirst($0.recent.count / 4 + 1)
            $0.keptBytes = $0.recent.reduce(0) { $0 + $1.body.count }
        }
    }

    func streamStarted() { state.withLock { $0.counts.openStreams += 1 } }

    func streamEnded(isCancelled: Bool) {
        state.withLock {
            $0.counts.openStreams -= 1
            if isCancelled { $0.counts.cancelledStreams += 1 }
        }
    }

    var counts: Counts { state.withLock { $0.counts } }

    /// Forgets all but the streams that are open.
    func reset() {
        state.withLock {
            $0.counts.requests = 0
            $0.counts.cancelledStreams = 0
            $0.recent = []
            $0.keptBytes = 0
        }
    }

    // MARK: Connections

    /// - Returns: false when the server takes no more.
    func opened(_ channel: any Channel) -> Bool {
        state.withLock {
            $0.channels[ObjectIdentifier(channel)] = channel
            return !$0.isDraining
        }
    }

    func closed(_ channel: any Channel) {
        state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
    }

    /// - Returns: the connections that are open; later ones are refused.
    func drain() -> [any Channel] {
        state.withLock {
            $0.isDraining = true
            return Array($0.channels.values)
        }
    }

    // MARK: JSON

    var stats: [UInt8] {
        let counts = counts
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("requests", counts.requests)
            writer.member("openStreams", counts.openStreams)
            writer.member("cancelledStreams", counts.cancelledStreams)
        }
        return writer.bytes
    }

    /// The last requests, keys left out.
    var requests: [UInt8] {
        let recent = state.withLock { $0.recent }
        let secret: Set<String> = ["authorization", "x-api-key", "api-key", "cookie", "proxy-authorization"]
        var writer = JSONWriter()
        writer.array { writer in
            for request in recent {
                writer.object { writer in
                    writer.member("method", request.method)
                    writer.member("path", request.path)
                    writer.member("query", request.query)
                    writer.key("headers")
                    writer.object { writer in
                        var written: Set<String> = []
                        for header in request.headers {
                            let name = header.name.lowercased()
                            guard written.insert(name).inserted else { continue }
                            writer.key(JSONText(name))
                            writer.write(secret.contains(name) ? "REDACTED" : header.value)
                        }
                    }
                    writer.key("body")
                    if let value = try? JSONValue(parsing: request.body) {
                        writer.write(value)
                    } else {
                        writer.write(String(decoding: request.body, as: UTF8.self))
                    }
                }
            }
        }
        return writer.bytes
    }
}
