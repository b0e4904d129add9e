internal import BehestAudio

/// Puts a microphone into words, or into a line of JSON.
enum DeviceText {
    private struct Line: Encodable {
        var id: String
        var name: String
        var usable: Bool
        var formats: [String]?
        var channels: [Int]?
        var rates: [Int]?
        var problem: String?
    }

    static func lines(_ device: InputDevice, _ style: Style) -> [String] {
        var lines = [style.bold(device.id.visible)]
        if device.name != device.id { lines.append("    \(device.name.visible)") }
        switch device.state {
        case .usable(let abilities): lines.append("    \(style.faint(text(abilities)))")
        case .unusable(let error): lines.append("    \(style.yellow(error.message.visible))")
        }
        return lines
    }

    static func json(_ device: InputDevice) -> String {
        var line = Line(id: device.id, name: device.name, usable: false)
        switch device.state {
        case .usable(let abilities):
            line.usable = true
            line.formats = abilities.formats.map(\.rawValue)
            line.channels = [abilities.channels.lowerBound, abilities.channels.upperBound]
            line.rates = [abilities.rates.lowerBound, abilities.rates.upperBound]
        case .unusable(let error): line.problem = error.message
        }
        return JSONLine.text(of: line)
    }

    /// Such as `1 to 2 channels, 8,000 to 48,000 Hz, s16le s32le`.
    private static func text(_ abilities: InputDevice.Abilities) -> String {
        let channels = range(abilities.channels.lowerBound, abilities.channels.upperBound)
        let rates = range(abilities.rates.lowerBound, abilities.rates.upperBound)
        let formats = abilities.formats.map(\.rawValue).joined(separator: " ")
        let unit = abilities.channels == 1...1 ? "channel" : "channels"
        return "\(channels) \(unit), \(rates) Hz, \(formats)"
    }

    private static func range(_ low: Int, _ high: Int) -> String {
        low == high ? "\(low)" : "\(low) to \(high)"
    }
}
