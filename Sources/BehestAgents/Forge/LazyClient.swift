import BehestTransport
import Synchronization

/// A client that is made when it is first needed: most commands send nothing.
final class LazyClient: Sendable {
    private let client: Mutex<HTTPClient?>

    /// Takes a client that there is, or makes one later.
    init(_ client: HTTPClient?) {
        self.client = Mutex(client)
    }

    /// The client.
    var current: HTTPClient {
        client.withLock { client in
            if let client { return client }
            let made = HTTPClient(mostAtOnce: 8)
            client = made
            return made
        }
    }
}
