internal import ArgumentParser
internal import BehestTransport
internal import FoundationEssentials

/// Asks the Behest that listens on this machine.
struct ControlClient {
    let socket: URL

    /// Where listening stands.
    struct Status: Decodable {
        var version: String
        var mode: String
        var state: String
        var source: String?
    }

    private struct Failure: Decodable {
        struct Details: Decodable {
            var message: String
        }

        var error: Details
    }

    /// Asks where listening stands.
    ///
    /// - Throws: ``NothingListens``, ``ControlRefusal``.
    func status() async throws -> Status {
        try await ask(.get, "status")
    }

    /// Tells it something about listening.
    ///
    /// - Parameter event: the last part of the path, such as `press`.
    /// - Returns: where listening stands after that.
    /// - Throws: ``NothingListens``, ``ControlRefusal``.
    func tell(_ event: String) async throws -> Status {
        try await ask(.post, "listening/\(event)")
    }

    private func ask(_ method: HTTPRequest.Method, _ path: String) async throws -> Status {
        var request = HTTPRequest(method, try HTTPAddress("http://behest/v1/\(path)"))
        request.socketPath = socket.path
        request.timeout = .seconds(5)
        let response: HTTPResponse
        do {
            response = try await HTTPClient().response(to: request)
        } catch let error as TransportError where error.code == .notConnected {
            throw NothingListens()
        }
        let decoder = JSONDecoder()
        guard response.isSuccess else {
            let failure = try? decoder.decode(Failure.self, from: Data(response.body))
            throw ControlRefusal(message: failure?.error.message ?? "Behest answered with status \(response.status).")
        }
        return try decoder.decode(Status.self, from: Data(response.body))
    }
}

/// There is no Behest to be told.
struct NothingListens: Error, CustomStringConvertible {
    var description: String {
        "Nothing is listening. Start 'behest listen' in a terminal, or 'behest serve', as the same user."
    }
}

/// Behest runs, and does not do what it was told.
struct ControlRefusal: Error, CustomStringConvertible {
    var message: String

    var description: String { message }
}
