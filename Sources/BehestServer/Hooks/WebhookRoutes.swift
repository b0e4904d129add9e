internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `POST /hooks/NAME`, by which another program begins a workflow.
///
/// Who it is shows by its signature, so that it needs no token.
struct WebhookRoutes {
    let receiver: WebhookReceiver

    /// More is never read.
    static let longestBody = 1 << 20
    private static let longestTime = Duration.seconds(30)

    /// Whether a path is that of a webhook and of nothing else.
    static func has(_ path: String) -> Bool {
        guard path.hasPrefix("/hooks/") else { return false }
        let name = path.dropFirst("/hooks/".count)
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "-_".utf8.contains(byte)
            }
    }

    func add(to router: Router<ServerContext>) {
        let hooks = router.group("hooks")
        hooks.post(":name") { request, context in try await answer(request, context) }
        hooks.refuseOthers(than: .post, at: ":name")
    }

    private func answer(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await body(of: request)
        let fields = request.headers
        let answer = try await receiver.take(context.parameters.get("name") ?? "", body) { name in
            fields.filter { $0.name.canonicalName == name }.map(\.value)
        }
        switch answer {
        case .began(let run):
            var response = try context.responseEncoder.encode(BegunBody(run: run), from: request, context: context)
            response.status = .accepted
            return response
        case .greeting: return Response(status: .ok)
        }
    }

    private func body(of request: Request) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do {
                    return Array(buffer: try await request.body.collect(upTo: Self.longestBody))
                } catch is NIOTooManyBytesError {
                    throw APIError(.contentTooLarge, .tooLarge, "More than 1 MiB is not taken: send less.")
                }
            }
            group.addTask {
                try await Task.sleep(for: Self.longestTime)
                return nil
            }
            defer { group.cancelAll() }
            guard let body = try await group.next() ?? nil else {
                throw APIError(.requestTimeout, .timedOut, "What was sent took longer than 30 seconds to arrive.")
            }
            return body
        }
    }
}

/// The run that began.
private struct BegunBody: Encodable {
    var run: String
}
