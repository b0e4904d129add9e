internal import BehestSpeech

extension Configuration {
    /// Who turns speech into text.
    struct Transcription: Sendable, Equatable {
        /// One of them, and how it is dealt with.
        struct Endpoint: Sendable, Equatable {
            /// What it is.
            enum Means: Sendable, Equatable {
                /// The recogniser that runs within Behest.
                case embedded
                case server(Server)
                /// A service that speaks Wyoming, and its model; without one, the service's own.
                case wyoming(address: String, model: String?)
                /// A program, with its arguments, that reads a recording and prints what it hears.
                case program([String])
            }

            /// A server with OpenAI's transcription API.
            struct Server: Sendable, Equatable {
                var url = ""
                var model = ""
                var kind: EndpointProfile.Kind?
                /// The environment variable that holds the key.
                var keyVariable: String?
            }

            var means: Means
            /// What the journal and messages call it.
            var name: String
            var language: String?
            var timeLimit = ChainLink.Settings().timeLimit
            var retries = RetryPolicy().retries
            /// After how long the next one is asked beside it; `nil` for never.
            var hedgeDelay: Duration?
        }

        /// In the order in which they are asked; none for the embedded recogniser alone.
        var endpoints: [Endpoint] = []
    }

    /// What others are offered while Behest serves.
    struct Server: Sendable, Equatable {
        /// Where, over HTTP, beside the control socket.
        var address: String?
        /// Where, over Wyoming.
        var wyomingAddress: String?
        /// Whether words that come over Wyoming are carried out.
        var takesOrders = false
        /// Who may begin workflows by webhooks over HTTP, by the names that packs use.
        var hooks: [String: Hook] = [:]
    }
}
