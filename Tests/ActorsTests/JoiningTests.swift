import Testing

@testable import Actors

/// Each row is a text and the actors it must give, as "Name: mention | mention".
@Suite("Joined mentions")
struct JoiningTests {
  @Test(
    "are one person under the fullest form",
    arguments: [
      (
        "{P Amara Diallo} spoke first. {P Diallo} then left.",
        ["Amara Diallo: Amara Diallo | Diallo"]
      ),
      (
        "{P Diallo} left. Hours later {P Amara Diallo} was seen in a café.",
        ["Amara Diallo: Diallo | Amara Diallo"]
      ),
      (
        "President {P Amara Diallo} spoke. Ms. {P Diallo} then left.",
        ["Amara Diallo: President Amara Diallo | Ms. Diallo"]
      ),
      (
        "Mayor {P Tomas Rehn} won. Later {P Tomas} thanked the voters.",
        ["Tomas Rehn: Mayor Tomas Rehn | Tomas"]
      ),
      (
        "{P T. Rehn} won the seat. {P Tomas Rehn} had lost it before.",
        ["Tomas Rehn: T. Rehn | Tomas Rehn"]
      ),
      (
        "{P Bill Kessler} denied it. {P William Kessler} was later charged.",
        ["Bill Kessler: Bill Kessler | William Kessler"]
      ),
      (
        "{P Daniel J. Ortman} won. {P Daniel Ortman} had run twice.",
        ["Daniel J. Ortman: Daniel J. Ortman | Daniel Ortman"]
      ),
      (
        "{P Dan Ortman} won. {P Daniel Ortman} had run twice.",
        ["Dan Ortman: Dan Ortman | Daniel Ortman"]
      ),
      (
        "{P Luther Pate Jr.} paid. {P Pate} did not say why.",
        ["Luther Pate Jr.: Luther Pate Jr. | Pate"]
      ),
      (
        "{P Mustafa al-Harbi} came. Prime Minister {P Harbi} smiled.",
        ["Mustafa al-Harbi: Mustafa al-Harbi | Prime Minister Harbi"]
      ),
      (
        "{P Omar bin Said al-Harbi} came. {P Omar al-Harbi} smiled.",
        ["Omar bin Said al-Harbi: Omar bin Said al-Harbi | Omar al-Harbi"]
      ),
      (
        "{P Cristina Rojas Lima} won. {P Rojas} thanked her team, and {P Cristina Rojas} wept.",
        ["Cristina Rojas Lima: Cristina Rojas Lima | Rojas | Cristina Rojas"]
      ),
      (
        "{P José Duarte dos Anjos} resigned. {P Dos Anjos} gave no reason.",
        ["José Duarte dos Anjos: José Duarte dos Anjos | Dos Anjos"]
      ),
      (
        "{P Park Ji-woo} spoke. {P Park} then left.", ["Park Ji-woo: Park Ji-woo | Park"]
      ),
      (
        "{P Liu Weiming} spoke. {P Liu} then left.", ["Liu Weiming: Liu Weiming | Liu"]
      ),
      (
        "{P Nguyen Van Minh} spoke. {P Minh} then left.",
        ["Nguyen Van Minh: Nguyen Van Minh | Minh"]
      ),
      (
        "{P Ludwig van der Berg} spoke. {P Berg} then left.",
        ["Ludwig van der Berg: Ludwig van der Berg | Berg"]
      ),
      (
        "{P Élodie Caron} wrote it. {P Elodie Caron} signed it.",
        ["Élodie Caron: Élodie Caron | Elodie Caron"]
      ),
      (
        "{P Siobhan O'Leary} wrote it. {P O’Leary} signed it.",
        ["Siobhan O'Leary: Siobhan O'Leary | O’Leary"]
      ),
      (
        "{P Anna Lindqvist} won. {P Lindquist} thanked the voters.",
        ["Anna Lindqvist: Anna Lindqvist | Lindquist"]
      ),
      (
        "{P Ada Pike} won. “Thank you,” @AdaPike wrote.", ["Ada Pike: Ada Pike | @AdaPike"]
      ),
      (
        "{P Ada Pike} won. “Thank you,” @adapike wrote.", ["Ada Pike: Ada Pike | @adapike"]
      ),
      (
        "{P Ada Pike}'s plan failed. {P Pike}’s rivals cheered.", ["Ada Pike: Ada Pike | Pike"]
      ),
    ])
  func persons(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "are several persons when names, titles or genders differ",
    arguments: [
      (
        "{P Bill Kessler} denied it. His wife, {P Joan Kessler}, did not. Mrs. {P Kessler} wept.",
        ["Bill Kessler: Bill Kessler", "Joan Kessler: Joan Kessler | Mrs. Kessler"]
      ),
      (
        "{P Bill Kessler} and {P Joan Kessler} came. Mr. {P Kessler} spoke.",
        ["Bill Kessler: Bill Kessler | Mr. Kessler", "Joan Kessler: Joan Kessler"]
      ),
      (
        "{P Ana} and {P Luis Prado} came. {P Ana Prado} spoke.",
        ["Ana Prado: Ana | Ana Prado", "Luis Prado: Luis Prado"]
      ),
      (
        "{P Ana Sorel} won. {P Ana} and {P Luis Prado} came.",
        ["Ana Sorel: Ana Sorel | Ana", "Luis Prado: Luis Prado"]
      ),
      (
        "{P Ana Prado} met {P Luis Ortega}.", ["Ana Prado: Ana Prado", "Luis Ortega: Luis Ortega"]
      ),
      (
        "{P Ana Prado} met {P Ana Ortega}. {P Ortega} smiled.",
        ["Ana Prado: Ana Prado", "Ana Ortega: Ana Ortega | Ortega"]
      ),
      (
        "{P Peter Hall} met {P Paul Hall}.", ["Peter Hall: Peter Hall", "Paul Hall: Paul Hall"]
      ),
      (
        "{P Park Ji-woo} met {P Park Min-seo}.",
        ["Park Ji-woo: Park Ji-woo", "Park Min-seo: Park Min-seo"]
      ),
      (
        "{P Joan Kessler} came. The Kesslers own the mill.",
        ["Joan Kessler: Joan Kessler", "Kesslers: Kesslers"]
      ),
      (
        "{P Tomas Rehn} won. The {O Rehn Foundation} cheered.",
        ["Tomas Rehn: Tomas Rehn", "Rehn Foundation: Rehn Foundation"]
      ),
      (
        "{P Carl Lincoln} flew to {L Lincoln}.", ["Carl Lincoln: Carl Lincoln | Lincoln"]
      ),
      (
        "{P Anna Lindqvist} met {P Berg}.", ["Anna Lindqvist: Anna Lindqvist", "Berg: Berg"]
      ),
    ])
  func families(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "are one organization by acronym, short form and article",
    arguments: [
      (
        "The {O Popular Harvest Front} ({O PHF}) quit. The {O PHF} owes nothing.",
        ["Popular Harvest Front: Popular Harvest Front | PHF | PHF"]
      ),
      (
        "The {O Popular Harvest Front} quit. The {O PHF} owes nothing.",
        ["Popular Harvest Front: Popular Harvest Front | PHF"]
      ),
      (
        "The {O Union of River Workers} ({O URW}) struck. {O URW} leaders met.",
        ["Union of River Workers: Union of River Workers | URW | URW"]
      ),
      (
        "The {O Communications Board of Ostia} ({O Combo}) said no. {O Combo} fined two firms.",
        ["Communications Board of Ostia: Communications Board of Ostia | Combo | Combo"]
      ),
      (
        "{O Platte Harbour Networks} lost. {O Platte Harbour} appealed.",
        ["Platte Harbour Networks: Platte Harbour Networks | Platte Harbour"]
      ),
      (
        "The {O Daily Lantern} wrote it first. The {O Lantern} did not name its source.",
        ["Daily Lantern: Daily Lantern | Lantern"]
      ),
      (
        "{O Borealis Corp.} grew. {O Borealis} hired fifty people.",
        ["Borealis Corp.: Borealis Corp. | Borealis"]
      ),
      (
        "Republicans cheered. The GOP had waited. The Republican Party won.",
        ["Republican Party: Republicans | GOP | Republican Party"]
      ),
    ])
  func organizations(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "stay apart when one organization's name is inside another's",
    arguments: [
      (
        "The {O University of Ostia} sued {L Ostia}.",
        ["University of Ostia: University of Ostia", "Ostia: Ostia"]
      ),
      (
        "The {O Harbour Trust} met the {O River Trust}.",
        ["Harbour Trust: Harbour Trust", "River Trust: River Trust"]
      ),
      (
        "The {O Bank of Norway} spoke. {L Norway} listened.",
        ["Bank of Norway: Bank of Norway", "Norway: Norway"]
      ),
      (
        "The {O Republican National Committee} paid. Republicans cheered.",
        [
          "Republican National Committee: Republican National Committee",
          "Republican Party: Republicans",
        ]
      ),
    ])
  func differentOrganizations(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "are one state by name, demonym, people and government",
    arguments: [
      (
        "{L Iraq} closed its border. The Iraqi government gave no reason. The Iraqis waited.",
        ["Iraq: Iraq | Iraqi government | Iraqis"]
      ),
      (
        "{L Norway} agreed. {L Norway}'s government had waited.",
        ["Norway: Norway | Norway's government"]
      ),
      (
        "The {L United States} agreed. The U.S. had waited. {L America} cheered.",
        ["United States: United States | U.S. | America"]
      ),
      (
        "{L Burma} was silent. {L Myanmar} is under military rule.",
        ["Myanmar: Burma | Myanmar"]
      ),
      (
        "{L Baghdad} summoned the envoy. {L Iraq} was furious.", ["Iraq: Baghdad | Iraq"]
      ),
      (
        "Talks with {L Moscow} failed. {L Russia} left.", ["Russia: Moscow | Russia"]
      ),
      (
        "NORWAY SAYS NO TO TALKS\n\n{L Norway} said no on Sunday to more talks about the port.",
        ["Norway: NORWAY | Norway"]
      ),
    ])
  func states(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "keep mere places and words apart from states",
    arguments: [
      (
        "Two men were held in {L Baghdad}. {L Iraq} was silent.",
        ["Baghdad: Baghdad", "Iraq: Iraq"]
      ),
      (
        "They met near {L Moscow}. {L Russia} was silent.", ["Moscow: Moscow", "Russia: Russia"]
      ),
      ("They told us nothing. {L Norway} waited for us.", ["Norway: Norway"]),
      (
        "{P Georgia Lane} sang. {L Norway} listened.",
        ["Georgia Lane: Georgia Lane", "Norway: Norway"]
      ),
    ])
  func places(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "make campaigns, teams and peoples actors of their own",
    arguments: [
      (
        "{P Tomas Rehn} ran. The {P Rehn} campaign paid. {P Rehn}'s campaign denied it.",
        ["Tomas Rehn: Tomas Rehn | Rehn | Rehn", "Rehn campaign: Rehn campaign | Rehn's campaign"]
      ),
      (
        "{P Ada Pike} came. {P Pike}'s team spoke.",
        ["Ada Pike: Ada Pike | Pike", "Pike team: Pike's team"]
      ),
    ])
  func composites(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }
}
