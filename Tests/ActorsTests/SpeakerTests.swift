import Testing

@testable import Actors

/// Each row is a text with marked quotes and the speaker of each.
@Suite("Speakers")
struct SpeakerTests {
  @Test(
    "are named by the source",
    arguments: [
      ("{q “We will appeal,”} {c said} {s {P Ada Pike}}.", ["Ada Pike"]),
      ("{s {P Ada Pike}} {c said} {q the dam was safe}.", ["Ada Pike"]),
      (
        "{P Ada Pike} won. {q “Thank you,”} {s {P Pike}} {c said}.", ["Ada Pike"]
      ),
      ("{s Mayor {P Tomas Rehn}} {c said} {q the dam was safe}.", ["Tomas Rehn"]),
      (
        "{s {P Tomas Rehn}, the mayor of the old town,} {c said} {q the dam was safe}.",
        ["Tomas Rehn"]
      ),
      (
        "{s The mayor, {P Tomas Rehn},} {c said} {q the dam was safe}.", ["Tomas Rehn"]
      ),
      (
        "{s The department's spokesman, {P Tomas Rehn},} {c said} {q the dam was safe}.",
        ["Tomas Rehn"]
      ),
      (
        "{s {O Harbour Trust} spokeswoman {P Ines Vale}} {c said} {q the dam was safe}.",
        ["Ines Vale"]
      ),
      (
        "{s {P Ada Pike}'s lawyer {P Ole Brand}} {c said} {q she would appeal}.", ["Ole Brand"]
      ),
      (
        "{s {P Ines Vale} of the {O Harbour Trust}} {c said} {q the dam was safe}.", ["Ines Vale"]
      ),
      (
        "{s {P Ines Vale}, who leads the {O Harbour Trust},} {c said} {q the dam was safe}.",
        ["Ines Vale"]
      ),
      (
        "{s The {O Harbour Trust} envoy to the old north, {P Ines Vale},} {c said} {q the dam was safe}.",
        ["Ines Vale"]
      ),
      ("{c According to} {s the {O Harbour Trust}}, {q the dam was safe}.", ["Harbour Trust"]),
      ("{s {L Norway}} {c said} {q it would sign the treaty}.", ["Norway"]),
      ("{s The Norwegian government} {c said} {q it would sign the treaty}.", ["Norway"]),
      ("{s Republicans} {c said} {q the bill was dead}.", ["Republican Party"]),
      ("{s The {P Rehn} campaign} {c said} {q the claim was false}.", ["Rehn campaign"]),
      (
        "{q “Thank you,”} {s {P Ada Pike} ({O Reform})} {c said}.", ["Ada Pike"]
      ),
    ])
  func named(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test(
    "are joint when several names share a cue",
    arguments: [
      (
        "{s {P Ada Pike} and {P Tomas Rehn}} {c said} {q the dam was safe}.",
        ["Ada Pike and Tomas Rehn"]
      ),
      (
        "{s {P Ada Pike}, {P Ole Brand} and {P Tomas Rehn}} {c said} {q the dam was safe}.",
        ["Ada Pike, Ole Brand and Tomas Rehn"]
      ),
      (
        "{P Ada Pike} and {P Tomas Rehn} wrote to the mayor. {s The two lawmakers} {c said} {q the dam was safe}.",
        ["Ada Pike and Tomas Rehn"]
      ),
      (
        "{s The {O Harbour Trust} and the {O River Trust}} {c said} {q the dam was safe}.",
        ["Harbour Trust and River Trust"]
      ),
    ])
  func joint(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test(
    "are found behind pronouns by gender, number and last speaker",
    arguments: [
      (
        "{P Hana Petrov} criticised {P Viktor Lam}. {q “He lied to the court,”} {s she} {c said}.",
        ["Hana Petrov"]
      ),
      (
        "{P Hana Petrov} criticised {P Viktor Lam}. {q “I told the truth,”} {s he} {c said}.",
        ["Viktor Lam"]
      ),
      (
        "{q1 “We will appeal,”} {c1 said} {s1 {P Ada Pike}}. {q2 “We will win,”} {s2 she} {c2 added}.",
        ["Ada Pike", "Ada Pike"]
      ),
      (
        "{s1 Mr. {P Osei}} {c1 said} {q1 the road was closed}. {s2 He} {c2 said} {q2 it would open soon}.",
        ["Osei", "Osei"]
      ),
      (
        "{P Joan Kessler} met {P Bill Kessler}. {s She} {c said} {q the mill would close}.",
        ["Joan Kessler"]
      ),
    ])
  func pronouns(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test(
    "are the holder of a title named alone",
    arguments: [
      (
        "President {P Amara Diallo} flew home. {s The president} {c said} {q the talks had failed}.",
        ["Amara Diallo"]
      ),
      (
        "Sen. {P Ole Brand} voted no. {s The senator} {c said} {q the bill was flawed}.",
        ["Ole Brand"]
      ),
      (
        "Gov. {P Ada Pike} toured the port. {q “It is time,”} {s the governor} {c said}.",
        ["Ada Pike"]
      ),
    ])
  func titles(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test(
    "are described somebodies under their own words when nobody is named",
    arguments: [
      ("{s A senior official} {c said} {q the talks had failed}.", ["senior official"]),
      (
        "{s An Iranian security official} {c said} {q the talks had failed}.",
        ["Iranian security official"]
      ),
      ("{s Two officials} {c said} {q the talks had failed}.", ["Two officials"]),
      ("{c According to} {s police}, {q nine people were held}.", ["police"]),
      (
        "{s A spokesman for the {O Harbour Trust}} {c said} {q the dam was safe}.",
        ["spokesman for the Harbour Trust"]
      ),
      (
        "{P Ada Pike} met the {O Harbour Trust}. {s Members of the club} {c said} {q it was late}.",
        ["Members of the club"]
      ),
      ("{s Residents} {c said} {q the water tasted of salt}.", ["Residents"]),
      (
        "{s Experts and Norwegian officials} {c said} {q the dam was safe}.",
        ["Experts and Norwegian officials"]
      ),
    ])
  func described(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test(
    "are whoever put out the document that speaks",
    arguments: [
      (
        "{s A statement from the {O Harbour Trust}} {c said} {q the dam was safe}.",
        ["Harbour Trust"]
      ),
      (
        "{s A report by the {O River Workers Union}} {c said} {q the dam was safe}.",
        ["River Workers Union"]
      ),
      (
        "{P Ada Pike} filed a lawsuit in May. {s The lawsuit} {c says} {q the dam was unsafe}.",
        ["Ada Pike"]
      ),
      (
        "{P Ole Brand} read a letter from {P Ada Pike}. {s The letter} {c says} {q the dam was unsafe}.",
        ["Ada Pike"]
      ),
      (
        "{s1 {P Ada Pike}'s letter} {c1 says} {q1 the dam was unsafe}. {P Ole Brand} laughed. {s2 The letter} {c2 adds} {q2 it will break}.",
        ["Ada Pike", "Ada Pike"]
      ),
      (
        "{P Ada Pike} spoke to {P Ole Brand}. {s Her statement} {c said} {q the dam was unsafe}.",
        ["Ada Pike"]
      ),
    ])
  func documents(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test(
    "go on when a quote names nobody, and are nobody when none spoke",
    arguments: [
      (
        "{q1 “We will appeal,”} {c1 said} {s1 {P Ada Pike}}.\n\n{q2 “And we will win.”}",
        ["Ada Pike", "Ada Pike"]
      ),
      ("The hall was full.\n\n{q “Never again.”}", ["nobody"]),
      (
        "{q1 “We will appeal,”} {c1 said} {s1 {P Ada Pike}}.\n\n{P Ole Brand} shook his head. {q2 “You will lose.”}",
        ["Ada Pike", "Ole Brand"]
      ),
      (
        "{q1 “Our offer stands until Friday.}\n\n{q2 “After that we withdraw it,”} {s2 {P Amara Diallo}} {c2 told} lawmakers.",
        ["Amara Diallo", "Amara Diallo"]
      ),
    ])
  func silent(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }

  @Test("have a probability and a rule")
  func evidence() throws {
    let article = try MarkedArticle("{q “We will appeal,”} {c said} {s {P Ada Pike}}.")
    let attribution = try #require(article.analysis.attributions.first)
    #expect(attribution.rule == "inverted-cue")
    #expect(attribution.confidence > 0.5 && attribution.confidence <= 1)
  }
}
