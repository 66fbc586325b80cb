/// `/__simulator/…`: what a test asks the server itself.
struct ControlPaths {
    static let prefix = "/__simulator/"

    let ledger: Ledger
    let memory: SimulatorMemory

    func reply(to request: SimulatedRequest) -> Reply {
        switch (request.method, request.path.dropFirst(Self.prefix.count)) {
        case ("GET", "stats"): return json(200, ledger.stats)
        case ("GET", "requests"): return json(200, ledger.requests)
        case ("POST", "reset"):
            ledger.reset()
            memory.reset()
            return json(200, Array("{}".utf8))
        case ("POST", "script"), ("PUT", "script"):
            do {
                memory.setScript(try Script(parsing: request.body))
                return json(200, Array("{}".utf8))
            } catch {
                return text(400, error.description)
            }
        case ("DELETE", "script"):
            memory.setScript(nil)
            return json(200, Array("{}".utf8))
        case (_, "stats"), (_, "requests"), (_, "reset"), (_, "script"): return text(405, "wrong method")
        default: return text(404, "there is stats, requests, reset and script")
        }
    }

    private func json(_ status: Int, _ body: [UInt8]) -> Reply {
        Reply(status: status, headers: [("content-type", "application/json")], body: body)
    }

    private func text(_ status: Int, _ message: String) -> Reply {
        Reply(
            status: status, headers: [("content-type", "text/plain; charset=utf-8")], body: Array((message + "\n").utf8)
        )
    }
}
