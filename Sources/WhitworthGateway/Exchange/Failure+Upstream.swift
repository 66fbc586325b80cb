import WhitworthModel
import WhitworthTransport

extension Failure {
    /// Why the provider gave no (whole) answer.
    init(_ error: UpstreamError, hasStarted: Bool) {
        switch error {
        case .connectTimeout: self.init(.upstreamTimeout, "The provider did not accept a connection in time.")
        case .connectFailed: self.init(.upstreamError, "The provider could not be reached.")
        case .insecure: self.init(.upstreamError, "No secure connection to the provider could be made.")
        case .firstByteTimeout: self.init(.upstreamTimeout, "The provider did not answer in time.")
        case .idleTimeout where hasStarted:
            self.init(.streamInterrupted, "The provider stopped in the middle of its answer.")
        case .idleTimeout: self.init(.upstreamTimeout, "The provider stopped in the middle of its answer.")
        case .closed where hasStarted:
            self.init(.streamInterrupted, "The provider closed the connection in the middle of its answer.")
        case .closed: self.init(.upstreamError, "The provider closed the connection before its answer was complete.")
        case .unsendable:
            // Bodies cannot cause it: an address, a credential or a field of the configuration does.
            self.init(
                .internalError, "The request to the provider has a target or header field that HTTP cannot carry.")
        case .malformed: self.init(.upstreamInvalidResponse, "The provider's answer is no HTTP/1.1.")
        }
    }
}
