/// Bytes that are no HTTP/1.1 message, or one that two readers might understand differently.
public struct HTTPError: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        case headTooLarge
        case tooManyFields
        /// A line that does not end in CR LF.
        case malformedLine
        case malformedRequestLine
        case malformedStatusLine
        case malformedField
        case unsupportedVersion
        /// No Host, more than one, or one that names no host.
        case missingHost
        case invalidContentLength
        /// More than one length, or a length beside a transfer coding: the ground of request smuggling.
        case conflictingLength
        case unsupportedTransferEncoding
        case malformedChunk
        /// The connection ended inside a message.
        case truncated
        /// A request that could not be written so that it reads as it was given.
        case unsendable
    }

    public var reason: Reason

    public init(_ reason: Reason) {
        self.reason = reason
    }

    /// The status with which a server answers such a request.
    public var status: Int {
        switch reason {
        case .headTooLarge, .tooManyFields: 431
        case .unsupportedTransferEncoding: 501
        case .unsupportedVersion: 505
        default: 400
        }
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .headTooLarge: "the head is too large"
        case .tooManyFields: "there are too many header fields"
        case .malformedLine: "a line does not end in CR LF"
        case .malformedRequestLine: "the request line is malformed"
        case .malformedStatusLine: "the status line is malformed"
        case .malformedField: "a header field is malformed"
        case .unsupportedVersion: "the HTTP version is not supported"
        case .missingHost: "there must be exactly one Host field, and a valid one"
        case .invalidContentLength: "Content-Length is invalid"
        case .conflictingLength: "the body's length is told in two ways"
        case .unsupportedTransferEncoding: "the transfer coding is not supported"
        case .malformedChunk: "a chunk is malformed"
        case .truncated: "the connection ended inside a message"
        case .unsendable: "a method, target or field cannot be sent"
        }
    }
}
