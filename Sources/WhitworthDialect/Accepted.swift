public import WhitworthModel

/// A request that was understood, with the way to answer it.
public struct Accepted: Sendable {
    public var request: Request
    public var writer: any ResponseWriter
    /// What lenient handling dropped.
    public var losses: [Loss]

    public init(request: Request, writer: any ResponseWriter, losses: [Loss] = []) {
        self.request = request
        self.writer = writer
        self.losses = losses
    }
}
