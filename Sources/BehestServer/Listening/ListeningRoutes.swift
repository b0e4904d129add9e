internal import BehestPipeline
internal import Hummingbird

/// What is told about listening: `GET /v1/status` and `POST /v1/listening/…`.
struct ListeningRoutes {
    let control: ListeningControl
    let version: String

    func add(to router: RouterGroup<some RequestContext>) {
        router.get("status") { _, _ in StatusBody(control.status, version: version) }
        let listening = router.group("listening")
        let events: [(RouterPath, Attention.Event)] = [
            ("press", .press), ("release", .release), ("toggle", .toggle), ("mute", .mute), ("unmute", .unmute),
        ]
        for (path, event) in events {
            listening.post(path) { _, _ in try take(event) }
            listening.refuseOthers(than: .post, at: path)
        }
        router.refuseOthers(than: .get, at: "status")
    }

    private func take(_ event: Attention.Event) throws -> StatusBody {
        let status = control.take(event)
        guard status.source != nil else {
            throw APIError(.conflict, .notListening, "Behest runs, but nothing is listened to at the moment.")
        }
        if status.state == .muted, event == .press || event == .toggle {
            throw APIError(.conflict, .muted, "Behest is muted and does not hear you: say 'behest unmute' first.")
        }
        return StatusBody(status, version: version)
    }
}

/// Where listening stands, as JSON.
struct StatusBody: ResponseEncodable {
    var version: String
    var mode: String
    var state: String
    /// What is listened to; left out while nothing is.
    var source: String?

    init(_ status: ListeningControl.Status, version: String) {
        self.version = version
        mode = status.mode.rawValue
        state = status.state.rawValue
        source = status.source
    }
}
