import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Requests: laws over all fixtures")
struct RequestLaws {
    @Test("a request is written as it was read", arguments: Surface.all)
    func roundTrip(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.requests) {
            let accepted = try surface.accept(fixture.bytes)
            let call = try surface.dialect.call(accepted.request, to: Target(model: accepted.request.model))
            var expected = try tree(fixture.bytes)
            // Usage is always asked for (N1 of the corpus tests).
            if surface.isChat, expected["stream"] == .boolean(true) {
                var options = expected["stream_options"] ?? .object([:])
                options["include_usage"] = .boolean(true)
                expected["stream_options"] = options
            }
            #expect(try expected.differences(from: tree(call.body)) == [], "\(fixture.name)")
            #expect(call.losses == [] && accepted.losses == [], "\(fixture.name)")
        }
    }

    @Test(
        "a request crosses as one the other dialect's strict reader takes, or is refused naming a member",
        arguments: Surface.all)
    func crossing(_ surface: Surface) throws {
        var written = 0
        var refused = 0
        for fixture in try surface.fixtures(.requests, .extensions) {
            let accepted = try surface.accept(fixture.bytes)
            do throws(Failure) {
                let call = try surface.other.dialect.call(accepted.request, to: Target(model: "other"))
                let again = try surface.other.accept(call.body)
                #expect(again.request.model == ("other" as StaticString), "\(fixture.name)")
                #expect(again.losses == [], "\(fixture.name)")
                written += 1
            } catch {
                #expect(error.param != nil, "\(fixture.name): \(error.message)")
                #expect(error.code.status == 400, "\(fixture.name): \(error.code.name)")
                let places = OrderedTree(try JSONValue(parsing: fixture.bytes)).leaves()
                #expect(
                    places.contains { error.param?.covers($0) ?? false },
                    "\(fixture.name): names '\(error.param ?? JSONPath())', which the client did not write")
                refused += 1
            }
        }
        #expect(written > 10 && refused > 5)
    }

    @Test(
        "under lenient handling nothing is refused that can be dropped, and each drop names what the client wrote",
        arguments: Surface.all)
    func lenient(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.requests, .extensions) {
            let accepted = try surface.accept(fixture.bytes)
            let call = try surface.other.dialect.call(accepted.request, to: Target(model: "other", isLenient: true))
            let places = OrderedTree(try JSONValue(parsing: fixture.bytes)).leaves()
            for loss in call.losses where loss.kind == .dropped {
                #expect(places.contains { loss.path.covers($0) }, "\(fixture.name): \(loss)")
            }
        }
    }

    @Test("a member of no document is refused wherever it stands, or carried to the provider", arguments: Surface.all)
    func unknownMembers(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.requests, .extensions) {
            let document = OrderedTree(try JSONValue(parsing: fixture.bytes))
            for place in document.objects() {
                let mutant = try #require(document.adding("zz_unknown", to: place)).bytes
                let path = JSONPath(place).appending("zz_unknown")
                switch Outcome.of(mutant, from: surface, to: surface, lenient: true) {
                case .unread(let fault):
                    #expect(
                        fault.code == "unknown_parameter" && fault.param == path, "\(fixture.name): \(path): \(fault)")
                case .written(let body, _, let losses):
                    // Inside what is carried whole: schemas, metadata, blocks of the provider's own.
                    let isThere = String(decoding: body, as: UTF8.self).contains("zz_unknown")
                    #expect(
                        isThere || losses.contains { $0.path.covers(path.elements) }, "\(fixture.name): \(path) is gone"
                    )
                case .refused(let fault):
                    #expect(fault.param?.covers(path.elements) == true, "\(fixture.name): \(path): \(fault)")
                }
            }
        }
    }
}
