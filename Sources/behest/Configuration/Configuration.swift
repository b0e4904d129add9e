internal import BehestAgents
internal import BehestWorkflow

/// What the configuration file says; where it says nothing, what stands here.
struct Configuration: Sendable, Equatable {
    /// How replies are spoken.
    struct Speech: Sendable, Equatable {
        /// What turns words into sound.
        enum Means: Sendable, Equatable {
            /// Nothing: replies are shown only.
            case none
            case espeak
            /// A program, with its arguments, that reads the words and writes a recording.
            case command([String])
            case endpoint(Endpoint)
        }

        /// An HTTP service that speaks OpenAI's speech interface.
        struct Endpoint: Sendable, Equatable {
            var url = ""
            var model = ""
            var voice: String?
            /// The environment variable that holds the key.
            var keyVariable: String?
        }

        var means = Means.espeak
        /// espeak-ng's voice; `nil` for that of the language.
        var voice: String?
        /// In words a minute.
        var rate = 170
        /// In percent.
        var volume = 80
        /// The name of ALSA's device.
        var device = "default"
    }

    var listening = Listening()
    var transcription = Transcription()
    var server = Server()
    var speech = Speech()
    /// Whether short sounds are played.
    var earcons = true
    /// Whether questions are shown as notifications of the desktop.
    var notifications = true
    /// What is put into bug reports where a pack does not say.
    var bugs = Attachments.usual
    /// The forge on which bugs are filed; `nil` for the folder of the workspace.
    var tracker: ForgeSettings?
    /// Where packs may send events, by name.
    var webhooks: [String: WebhookDestination] = [:]
    /// The coding agents that packs can name, of which the first is used where none is named; none for the usual ones.
    var coders: [Coder] = []
    /// The agents of the team, in their order.
    var agents: [TeamMember] = []
    /// How much is kept of recordings and logs.
    var keep = Keep()
    /// Where the secrets come from that steps name.
    var secrets: [String: SecretStore.Source] = [:]
}
