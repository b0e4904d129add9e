internal import BehestGrammar
internal import BehestPipeline
internal import BehestWorkflow

extension ConfigurationReader {
    /// Reads when it listens.
    mutating func listening(_ node: PackNode) -> Configuration.Listening {
        let keys = ["mode", "wake-phrase", "key", "longest-hold", "awake-for"]
        let fields = log.fields(of: node, "'listening'", keys: keys, later: [])
        var listening = Configuration.Listening()
        if let phrase = fields["wake-phrase"] { listening.wakePhrase = text(phrase, "wake-phrase") }
        if let mode = fields["mode"] {
            self.mode(mode).map { listening.mode = $0 }
        } else if listening.wakePhrase != nil {
            listening.mode = .wakePhrase
        }
        if let key = fields["key"] { listening.key = keyName(key) }
        if let limit = fields["longest-hold"] {
            number(limit, "longest-hold", 1...600).map { listening.longestHold = .seconds($0) }
        }
        if let time = fields["awake-for"] {
            number(time, "awake-for", 1...60).map { listening.awakeTime = .seconds($0) }
        }
        if listening.mode == .wakePhrase, fields["wake-phrase"] == nil {
            log.error(
                "missing-key",
                "the mode wake-phrase needs a 'wake-phrase'",
                at: node.range,
                hint: "write 'wake-phrase: hey behest', or any phrase of your own"
            )
        }
        return listening
    }

    private mutating func mode(_ node: PackNode) -> Attention.Mode? {
        guard let mode = node.text.flatMap(Attention.Mode.init(rawValue:)) else {
            log.error("unknown-value", "'mode' is continuous, push-to-talk or wake-phrase", at: node.range)
            return nil
        }
        return mode
    }

    private mutating func keyName(_ node: PackNode) -> KeyName? {
        guard let text = text(node, "key") else { return nil }
        guard let key = KeyName(text) else {
            log.error(
                "unknown-value",
                "there is no key '\(text)'",
                at: node.range,
                hint: "write a name of linux/input-event-codes.h, such as KEY_RIGHTCTRL or BTN_SIDE, or a key's number"
            )
            return nil
        }
        return key
    }
}
