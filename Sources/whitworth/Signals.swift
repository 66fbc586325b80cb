import Dispatch
import Foundation

/// SIGINT and SIGTERM.
enum Signals {
    private static let queue = DispatchQueue(label: "whitworth.signals")

    /// Returns when one of them comes.
    static func termination() async {
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { DispatchSource.makeSignalSource(signal: $0, queue: queue) }
        for source in sources {
            source.setEventHandler { continuation.finish() }
            source.resume()
        }
        for await _ in arrivals {}
        for source in sources { source.cancel() }
    }

    /// Whoever sends a second one does not want to wait.
    static func exitOnNext() {
        signal(SIGINT) { _ in _exit(130) }
        signal(SIGTERM) { _ in _exit(143) }
    }
}
