/// What a capability is expected to do, one row a fact: `+` favor, `-` against, `0` neutral, then the
/// marked sentence. A `+` row passes when favor is more probable than against, a `-` row when it is
/// the other way round, a `0` row when the label is neutral.
struct Capability: Sendable {
  var name: String
  /// The share of rows that passed when the model was made, rounded down: no change may fall below.
  var floor: Double
  var rows: String

  static let all: [Capability] = [
    Capability(
      name: "plain evaluation", floor: 0.95,
      rows: """
        + {t Ilse Okonjo} is a brilliant and courageous leader.
        + {t Tomasz Vireo} has done a fantastic job for the port.
        + The jury praised {t Bram Oduya} for his generous work.
        + {t The Delmar Institute} won an award for its excellent research.
        + {t Odalys Brandt} is widely admired for her honesty.
        + Everyone at the ceremony applauded {t Dara Quill}, a hero of the flood.
        - {t Ilse Okonjo} is a corrupt and incompetent leader.
        - {t Tomasz Vireo} has done a terrible job for the port.
        - The jury condemned {t Bram Oduya} for his reckless work.
        - {t The Delmar Institute} was disgraced by its fraudulent research.
        - {t Odalys Brandt} is widely despised for her lies.
        - Critics attacked {t Dara Quill}, a disgraced former banker.
        + {s Quill} {c said} {q {t Ms Okonjo} is the best minister we have ever had}.
        - {s Quill} {c said} {q {t Ms Okonjo} is the worst minister we have ever had}.
        + {q “{t Vireo} is a wonderful man and I love him,”} {c said} {s Brandt}.
        - {q “{t Vireo} is a dangerous man and a liar,”} {c said} {s Brandt}.
        + {q “I am proud of {t the Harbour Alliance},”} {s Oduya} {c said}.
        - {q “I am ashamed of {t the Harbour Alliance},”} {s Oduya} {c said}.
        + {s The mayor} {c called} {q {t Oduya} a man of great integrity}.
        - {s The mayor} {c called} {q {t Oduya} a disgrace to the city}.
        + {q “What {t she} did for this valley was extraordinary,”} {s Quill} {c said}.
        - {q “What {t she} did to this valley was shameful,”} {s Quill} {c said}.
        """),
    Capability(
      name: "no evaluation", floor: 1.0,
      rows: """
        0 {t Bram Oduya} will arrive in the capital on Monday.
        0 {t Ilse Okonjo}, 54, was born in a village near the coast.
        0 The letter was addressed to {t Tomasz Vireo} and dated March 3.
        0 {s Quill} {c said} {q {t Ms Okonjo} would speak on Tuesday}.
        0 {q “{t Mr Vireo} joined the meeting at nine,”} {c said} {s a clerk}.
        0 {s The office} {c said} {q {t Oduya} had received the documents}.
        0 {s Quill} met {t Vireo} at the station.
        0 {s Brandt} spoke with {t Oduya} by telephone on Friday.
        0 {t The Delmar Institute} publishes its figures every quarter.
        0 {s The court} {c was told} {q {t Quill} lives on Harbour Street}.
        0 {s The agency} {c noted} {q that {t Velmark} has four provinces}.
        0 {s Brandt} {c asked} {q whether {t Okonjo} would attend}.
        """),
    Capability(
      name: "negation", floor: 0.6,
      rows: """
        - {t Okonjo} is not a good minister.
        - {t Vireo} has never been honest.
        - {t The Harbour Alliance} does not deserve our trust.
        - Nobody trusts {t Bram Oduya}.
        - {t Quill} has no integrity and no courage.
        - {q “{t He} is not fit to lead,”} {s Brandt} {c said}.
        - {q “I do not support {t Okonjo},”} {s Brandt} {c said}.
        - {q “I can't trust {t Vireo},”} {s Quill} {c said}.
        - {s Brandt} {c said} {q she would never vote for {t Oduya}}.
        - {s Quill} refused to praise {t Vireo}.
        + {t Okonjo} is not corrupt.
        + {t Vireo} has never lied to the public.
        + {t The Harbour Alliance} did nothing wrong.
        + {q “{t She} did not steal anything,”} {s Brandt} {c said}.
        + {q “I don't blame {t Oduya},”} {s Quill} {c said}.
        + {s Quill} {c said} {q there was no evidence against {t Oduya}}.
        + {s Brandt} {c said} {q {t Vireo} was not guilty of fraud}.
        + {q “{t He} is no criminal,”} {s Brandt} {c said}.
        """),
    Capability(
      name: "double negation", floor: 0.5,
      rows: """
        + {q “I cannot say that {t Okonjo} is not honest,”} {s Quill} {c said}.
        + {t Vireo} never fails to help his neighbours.
        + Nobody doubts the honesty of {t Bram Oduya}.
        + {q “There is no one who does not admire {t her},”} {s Quill} {c said}.
        + {s Brandt} {c said} {q she did not oppose {t Vireo}}.
        + {s Brandt} {c denied} {q that {t Oduya} had not paid his taxes}.
        - {q “It is not true that {t Vireo} is not corrupt,”} {s Quill} {c said}.
        - {t Quill} never fails to insult his guests.
        """),
    Capability(
      name: "roles of verbs", floor: 0.95,
      rows: """
        - {s Brandt} accused {t Oduya} of fraud.
        - {s Brandt} blamed {t Oduya} for the collapse of the bridge.
        - {s The union} denounced {t the Harbour Alliance}.
        - {s Quill} mocked {t Vireo} at the rally.
        - {s Quill} attacked {t Vireo} over his record.
        - {s The council} condemned {t Velmark} for the raid.
        - {s Brandt} slammed {t Okonjo} on Thursday.
        - {s Brandt} called for {t Okonjo} to resign.
        - {s Oduya} sued {t the Delmar Institute}.
        - {s Oduya} warned that {t Vireo} was dangerous.
        + {s Brandt} praised {t Oduya} for his courage.
        + {s Brandt} thanked {t Oduya} for his help.
        + {s The union} endorsed {t the Harbour Alliance}.
        + {s Quill} congratulated {t Vireo} on his victory.
        + {s Quill} defended {t Vireo} over his record.
        + {s The council} supports {t Velmark} in the dispute.
        + {s Brandt} stood by {t Okonjo} on Thursday.
        + {s Brandt} apologised to {t Okonjo}.
        + {s Oduya} donated money to {t the Delmar Institute}.
        + {s Oduya} welcomed {t Vireo} warmly as a friend.
        - {t Oduya} cheated his own customers.
        - {t Oduya} betrayed his allies and stole their money.
        - {t Vireo} lied to parliament.
        - {t Vireo} insulted the victims.
        + {t Oduya} rescued two children from the river.
        + {t Oduya} saved the school from closure.
        + {t Vireo} comforted the victims.
        + {t Vireo} won the admiration of the whole town.
        """),
    Capability(
      name: "passive", floor: 0.93,
      rows: """
        - {t Oduya} was accused of fraud by {s Brandt}.
        - {t Oduya} was blamed by {s Brandt} for the collapse.
        - {t The Harbour Alliance} was denounced by {s the union}.
        - {t Vireo} was mocked by {s Quill} at the rally.
        - {t Okonjo} was criticised by {s the council}.
        - {t Okonjo} has been condemned by {s the judges}.
        + {t Oduya} was praised by {s Brandt} for his courage.
        + {t Oduya} was thanked by {s Brandt}.
        + {t The Harbour Alliance} was endorsed by {s the union}.
        + {t Vireo} was congratulated by {s Quill}.
        + {t Okonjo} was defended by {s the council}.
        + {t Okonjo} has been honoured by {s the judges}.
        - {t Vireo} was convicted of bribery.
        - {t Vireo} was sacked after the scandal.
        + {t Vireo} was cleared of all charges.
        + {t Vireo} was awarded a medal for bravery.
        """),
    Capability(
      name: "contrast", floor: 0.8,
      rows: """
        - {t Okonjo} is charming, but she is corrupt.
        - Although {t Vireo} is popular, he has failed the city.
        - {t Oduya} may be clever, yet nobody should trust him.
        - {q “I like {t him}, but he is wrong and dangerous,”} {s Quill} {c said}.
        - Despite his fine words, {t Oduya} has betrayed the farmers.
        + {t Okonjo} is stubborn, but she is honest and fair.
        + Although {t Vireo} made mistakes, he has served the city well.
        + {t Oduya} may be slow, yet everyone should trust him.
        + {q “I disagree with {t her}, but she is a fine leader,”} {s Quill} {c said}.
        + Despite the criticism, {t Oduya} has been a great mayor.
        """),
    Capability(
      name: "conditions and irony", floor: 0.6,
      rows: """
        - {q “If {t Okonjo} were honest, she would resign,”} {s Quill} {c said}.
        - {q “{t Vireo} could have saved the mill, but he did nothing,”} {s Brandt} {c said}.
        - {q “Thanks to {t Oduya}, we are all poorer,”} {s Quill} {c said}.
        - {q “What a great idea from {t the so-called expert},”} {s Brandt} {c said}.
        - {q “{t Vireo} should have known better,”} {s Brandt} {c said}.
        - {q “{t Okonjo} pretends to care about the poor,”} {s Brandt} {c said}.
        - {q “Yeah right, {t Vireo} will fix everything, as if,”} {s Brandt} {c said}.
        - {q “{t Okonjo} would be a disaster as president,”} {s Brandt} {c said}.
        + {q “{t Okonjo} would be a superb president,”} {s Brandt} {c said}.
        + {q “If {t Vireo} runs, he will have my full support,”} {s Brandt} {c said}.
        """),
    Capability(
      name: "two targets, one sentence", floor: 0.56,
      rows: """
        + {q “{t Okonjo} is honest and Vireo is a crook,”} {s Quill} {c said}.
        - {q “Okonjo is honest and {t Vireo} is a crook,”} {s Quill} {c said}.
        + {s Quill} praised {t Okonjo} and condemned Vireo.
        - {s Quill} praised Okonjo and condemned {t Vireo}.
        + {s Brandt} backs {t Oduya} against Vireo.
        - {s Brandt} backs Oduya against {t Vireo}.
        + {q “I trust {t Okonjo}, not Vireo,”} {s Brandt} {c said}.
        - {q “I trust Okonjo, not {t Vireo},”} {s Brandt} {c said}.
        + {q “{t Oduya} is far better than Vireo,”} {s Brandt} {c said}.
        - {q “Oduya is far better than {t Vireo},”} {s Brandt} {c said}.
        + {s Quill} {c said} {q {t Okonjo} had been betrayed by Vireo}.
        - {s Quill} {c said} {q Okonjo had been betrayed by {t Vireo}}.
        + {s Quill} {c said} {q {t Okonjo} rescued what Vireo had ruined}.
        - {s Quill} {c said} {q Okonjo rescued what {t Vireo} had ruined}.
        - {t Vireo} robbed Oduya.
        + Vireo robbed {t Oduya}, a kind old man.
        """),
    Capability(
      name: "direction from source to target", floor: 0.83,
      rows: """
        - {s Brandt} hates {t Oduya}.
        + {s Brandt} loves {t Oduya}.
        - {s Velmark} declared war on {t Kestria}.
        + {s Velmark} signed a friendship treaty with {t Kestria}.
        - {s Velmark} imposed sanctions on {t Kestria}.
        + {s Velmark} lifted its sanctions on {t Kestria}.
        - {s The rebels} killed three soldiers of {t Kestria}.
        + {s The doctors} treated the wounded of {t Kestria}.
        - {s Kestria}, an enemy of {t Velmark}, closed the border.
        + {s Kestria}, an ally of {t Velmark}, opened the border.
        0 {s Velmark} and {t Kestria} share a border of 300 kilometres.
        0 {s Brandt} sat next to {t Oduya} at the dinner.
        """),
    Capability(
      name: "idioms", floor: 1.0,
      rows: """
        - {q “{t Okonjo} has thrown the farmers under the bus,”} {s Quill} {c said}.
        - {q “{t Vireo} is in over his head,”} {s Quill} {c said}.
        - {q “{t Oduya} stabbed us in the back,”} {s Quill} {c said}.
        - {q “{t Okonjo} turned her back on the poor,”} {s Quill} {c said}.
        - {q “{t Vireo} has blood on his hands,”} {s Quill} {c said}.
        - {q “Shame on {t Vireo},”} {s Quill} {c said}.
        + {q “{t Okonjo} is a breath of fresh air,”} {s Quill} {c said}.
        + {q “{t Vireo} has a heart of gold,”} {s Quill} {c said}.
        + {q “{t Oduya} is the right man for the job,”} {s Quill} {c said}.
        + {q “I take my hat off to {t Okonjo},”} {s Quill} {c said}.
        + {q “{t Vireo} is head and shoulders above the rest,”} {s Quill} {c said}.
        + {q “We owe a debt of gratitude to {t Oduya},”} {s Quill} {c said}.
        """),
    Capability(
      name: "address", floor: 1.0,
      rows: """
        - {q “{t You} lied to all of us,”} {s Quill} {c told} Vireo.
        - {q “{t You} should be ashamed of yourself,”} {s Quill} {c told} Vireo.
        - {q “Resign, {t Mr Vireo}, you have failed,”} {s Quill} {c said}.
        + {q “{t You} saved my life,”} {s Quill} {c told} Vireo.
        + {q “Thank {t you}, you were wonderful,”} {s Quill} {c told} Vireo.
        + {q “Congratulations, {t Mr Vireo}, you earned it,”} {s Quill} {c said}.
        """),
  ]

  /// The rows as marks and sentences.
  var cases: [(mark: Character, sentence: String)] {
    rows.split(separator: "\n").map { line in
      (line.first ?? " ", String(line.dropFirst(2)))
    }
  }
}
