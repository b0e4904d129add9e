internal import ArgumentParser
internal import BehestAudio

/// `behest devices`: which microphones there are, and whether they hear.
struct Devices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the microphones, and try one.",
        discussion: """
            The names stay the same when other devices come and go. '--try' shows how loud a microphone is while you \
            speak, until the time is over or Ctrl-C.

            Example:  behest devices --try default

            Exits with 1 when no microphone can be used, or the one that is tried gives no sound.
            """
    )

    @Option(name: .customLong("try"), help: ArgumentHelp("Show how loud this microphone is.", valueName: "name"))
    var tried: String?

    @Option(help: ArgumentHelp("How many seconds of sound to try it for.", valueName: "seconds"))
    var seconds = 10.0

    @Flag(help: "Write a line a second instead of a bar, such as for a screen reader.")
    var plain = false

    @Flag(name: .long, help: "Write one line of JSON for each microphone, or for each second of its sound.")
    var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("'--seconds' must be more than 0 and at most 86400.")
        }
    }

    func run() async throws {
        try await reporting {
            if let tried { try await attempt(tried) } else { try list() }
        }
    }

    private func list() throws {
        let style = Style(isTerminal: StandardOutput.isTerminal, environment: Assembly().environment)
        let devices = InputDevice.all()
        for device in devices {
            StandardOutput.write(
                json ? DeviceText.json(device) : DeviceText.lines(device, style).joined(separator: "\n")
            )
        }
        if !devices.contains(where: \.isUsable) { throw NoMicrophone() }
    }

    private func attempt(_ device: String) async throws {
        try await interruptible { [seconds, plain, json] in
            try await withLiveSound(from: Microphone(device: device)) { ring in
                let trial = Trial(ring: ring, length: .seconds(seconds))
                if json {
                    try await trial.run(JSONMeter())
                } else {
                    try await trial.run(LevelMeter(isPlain: plain, environment: Assembly().environment))
                }
            }
        }
    }
}

/// There is no microphone at all: what else can be done.
struct NoMicrophone: Error, CustomStringConvertible {
    var reason =
        "There is no microphone that can be used. Plug one in, or start the sound server of your desktop (PipeWire or PulseAudio)."

    var description: String {
        """
        \(reason)
          In a container, share the card (--device /dev/snd) or the server's socket.
          Without one, 'behest run FILE' takes recordings, and 'behest say "TEXT"' typed words.
        """
    }
}

extension InputDevice {
    var isUsable: Bool { if case .usable = state { true } else { false } }
}
