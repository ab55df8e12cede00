-- What vendors' names are made of.
create function orion_demo.slug(words text) returns text
    immutable parallel safe language sql
    return trim(both '-' from regexp_replace(
        translate(replace(replace(replace(replace(replace(replace(lower(words),
            'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), 'æ', 'ae'), 'ø', 'oe'),
            'åáàâãąāăćčçďđéèêëęěēģíìîïīķłļľñńňņóòôõőōřśšșşťțţúùûűůūųýźżž',
            'aaaaaaaacccddeeeeeeegiiiiiklllnnnnoooooorsssstttuuuuuuuyzzz'),
        '[^a-z0-9]+', '-', 'g'));

create table orion_demo.words as
select list, position::integer, word, orion_demo.slug(word) as slug
from (values
    ('kind', 'Atelier|Café|Maison|Casa|Bottega|Werkstatt|Studio|Huis|Boulangerie|Librairie|'
        'Manufaktur|Galerie|Pasticceria|Taller|Oficina|Pracownia|Kwiaciarnia|Haus|Hof|Kontor|'
        'Fromagerie|Brasserie|Chocolaterie|Savonnerie|Papeterie|Verrerie|Ferronnerie|Mercerie|'
        'Épicerie|Cave|Domaine|Moulin|Villa|Cantina|Enoteca|Libreria|Sartoria|Falegnameria|'
        'Tipografia|Cascina|Fattoria|Tienda|Almacén|Bodega|Panadería|Librería|Quinta|Loja|Livraria|'
        'Padaria|Buchhandlung|Rösterei|Bäckerei|Schreinerei|Brennerei|Weingut|Gärtnerei|Bokhandel|'
        'Bageri|Verksted|Värksted|Keramikk|Snedkeri|Blomster|Drukkerij|Bakkerij|Slagerij|Wijnhuis|'
        'Boekhandel|Brouwerij|Piekarnia|Księgarnia|Cukrárna|Knihkupectví|Pivovar|Kézműves|Pékség|'
        'Cukrászda|Leipomo|Kahvila|Puoti|Workshop|Gallery|House of|The Old|Little|Royal'),
    ('surname', 'Brunner|Lindqvist|Moreau|Olivetti|Vermeer|Jansen|Kowalski|Novák|Horváth|Virtanen|'
        'Nielsen|Sørensen|Hansen|Berglund|Eriksson|Dahl|Haugen|Solberg|Lund|Holm|Fischer|Weber|'
        'Schneider|Hoffmann|Zimmermann|Krüger|Vogel|Winkler|Huber|Steiner|Egger|Gruber|Pichler|'
        'Keller|Frei|Baumann|Meier|Ammann|Rossi|Bianchi|Ferrari|Conti|Marchetti|Galli|Fontana|'
        'Moretti|Rinaldi|Lombardi|Serra|Vitale|Dubois|Lefèvre|Girard|Mercier|Fournier|Lambert|'
        'Rousseau|Blanchard|Garnier|Chevalier|Perrin|Delacroix|Marchand|Renaud|García|Navarro|'
        'Ortega|Molina|Castillo|Iglesias|Vidal|Romero|Serrano|Aguilar|Ibáñez|Silva|Ferreira|'
        'Carvalho|Teixeira|Almeida|Pereira|Nogueira|Fonseca|Visser|De Boer|Mulder|Dekker|Van Dijk|'
        'Van der Meer|Hendriks|Kuipers|Claes|Peeters|Maes|Wouters|Desmet|Goossens|Nowak|'
        'Wiśniewski|Zieliński|Szymański|Mazur|Kaczmarek|Dvořák|Svoboda|Procházka|Kučera|Veselý|'
        'Nagy|Szabó|Tóth|Varga|Kiss|Molnár|Korhonen|Nieminen|Laine|Mäkinen|Heikkinen|Tamm|Saar|'
        'Kask|Ozols|Bērziņš|Kalniņš|Petrauskas|Kazlauskas|Popescu|Ionescu|Dumitru|Petrov|Dimitrov|'
        'Ivanova|Papadakis|Nikolaidis|Georgiou|Horvat|Kovač|Babić|Zupan|Krajnc|Murphy|Byrne|'
        'Gallagher|Doyle|Ashworth|Whitfield|Hargreaves|Pemberton|Fairclough|Langley|Thornbury|'
        'Sinclair|MacLeod|Drummond|Fraser|Pritchard|Llewellyn|Bergmann|Lorenz|Kessler|Brandt|'
        'Reinhardt|Seidel|Arnold|Lindner|Falk|Nyström|Åkesson|Sjöberg|Ekström|Hedlund|Wallin|'
        'Strand|Bakke|Moen|Lie|Thorsen|Jørgensen|Mortensen|Kjær|Bang'),
    ('brand', 'Nordlicht|Silberwald|Bellevue|Aurora|Morgenrot|Sternwarte|Lindenhof|Blaufuchs|'
        'Waldkauz|Seewind|Küstenkind|Bergmond|Feldlerche|Goldammer|Eisvogel|Kupferberg|Rosenstein|'
        'Sonnwend|Winterlicht|Tannengrün|Mondschein|Kornblume|Löwenzahn|Schwalbennest|Zauberberg|'
        'Papageno|Étoile|Mirabelle|Lavande|Mistral|Hirondelle|Coquelicot|Tournesol|Clair de Lune|'
        'Belle Rive|Petit Prince|Grand Large|Bonne Mère|Chat Noir|Pont Neuf|Rive Gauche|Saint Malo|'
        'Bleu Nuit|Terre Rouge|Primavera|Stella Maris|Monte Rosa|Bella Vista|Acquamarina|Girasole|'
        'Tramontana|Farfalla|Luna Nova|Due Torri|Terra Mia|Vecchio Porto|Alba Chiara|Oro Verde|'
        'Pietra Viva|Buenavista|Alborada|Golondrina|Marisol|Tierra Alta|Río Claro|Luna Llena|'
        'Cielo Azul|Costa Brava|Alma Verde|Saudade|Maresia|Andorinha|Boa Vista|Azulejo|Alecrim|'
        'Nordvind|Havblik|Solsikke|Blåbær|Fjordlys|Midnattsol|Björkdal|Storskog|Vinterljus|'
        'Skärgård|Lillehav|Bølgen|Fyrtårn|Ravnen|Polarlys|Valkea|Koivu|Pohjola|Revontuli|Kesä|'
        'Zeewind|Duinroos|Windmolen|Zonnebloem|IJsvogel|Grachten|Noorderzon|Waterlelie|Oranje|'
        'De Gouden Sleutel|De Witte Zwaan|Bursztyn|Zorza|Jaskółka|Wisła|Słonecznik|Biały Kruk|'
        'Vltava|Modrá|Lípa|Zlatá Hora|Duna|Tündér|Napraforgó|Fehér Holló|Bluebird|Foxglove|'
        'Hollybank|Silverbirch|Kingfisher|Larkspur|Heather and Moss|Saltmarsh|Copperfield|Old Harbour|'
        'North Star|Riverside|Windermere|Thistledown|Meadowlark|Hazelwood|Juniper|Driftwood|'
        'Lighthouse|Marigold|Evergreen|Wild Thyme|Two Rivers|Red Kite|Ash and Oak|Cloudberry|'
        'Limelight|Amber|Indigo|Saffron|Cobalt|Vermilion|Ivory|Umbra|Sienna|Celeste|Solis|Ventus|'
        'Terra|Lumen|Arbor|Flora|Corvus|Aquila|Ursa|Lyra|Vega|Orbis|Nova|Helios|Calypso|Elara'),
    ('trade', 'Keramik|Leder|Papier|Optik|Cycles|Tea|Coffee|Records|Books|Textiles|Linen|Wool|Silk|'
        'Candles|Soap|Perfumes|Cosmetics|Botanicals|Herbs|Spices|Honey|Chocolate|Confectionery|'
        'Bakery|Cheese|Wines|Spirits|Brewing|Cider|Olive Oil|Pasta|Preserves|Delicatessen|Seafood|'
        'Organics|Seeds|Garden|Flowers|Plants|Furniture|Lighting|Interiors|Carpets|Mirrors|Frames|'
        'Prints|Posters|Maps|Stationery|Pens|Toys|Puzzles|Games|Models|Kites|Guitars|Violins|Pianos|'
        'Audio|Cameras|Watches|Clocks|Jewellery|Silver|Gold|Glass|Porcelain|Pottery|Knives|Tools|'
        'Hardware|Timber|Paints|Tiles|Stone|Metalworks|Woodworks|Bags|Shoes|Boots|Hats|Gloves|'
        'Scarves|Shirts|Tailoring|Knitwear|Denim|Outdoor|Camping|Climbing|Sailing|Surf|Ski|Running|'
        'Yoga|Fitness|Saddlery|Pets|Aquaristics|Birding|Bikes|Scooters|Parts|Motors|Antiques|'
        'Vintage|Curiosities|Design|Fabrik|Handwerk|Möbel|Schmuck|Spielzeug|Naturkost|Gewürze|'
        'Feinkost|Papeterie|Mode|Couture|Bijoux|Jouets|Vins|Fleurs|Déco|Vélos|Sapori|Vini|Moda|'
        'Gioielli|Ceramiche|Arredi|Libri|Giochi|Cuero|Joyas|Juguetes|Muebles|Vinos|Flores|Cerámica|'
        'Têxteis|Cortiça|Vinhos|Livros|Smykker|Møbler|Garn|Legetøj|Böcker|Kläder|Smycken|Lampor|'
        'Fietsen|Meubels|Boeken|Bloemen|Speelgoed|Meble|Książki|Zabawki|Kwiaty|Sklo|Hračky|Knihy|'
        'Könyvek|Virág|Lelut|Kirjat|Valaisin|Supplies|Essentials|Provisions|Goods|Trading|Market'),
    ('given', 'Ondine|Amélie|Colette|Mathilde|Jeanne|Lucien|Margaux|Hélène|Odette|Théo|Clara|Emma|'
        'Greta|Lotte|Frieda|Anton|Emil|Oskar|Ida|Matilda|Lina|Hugo|Elsa|Astrid|Freja|Sigrid|Ingrid|'
        'Nils|Signe|Tove|Rosa|Giulia|Bianca|Chiara|Leonardo|Lucia|Matteo|Sofia|Carmen|Pilar|Inés|'
        'Mercedes|Paloma|Rocío|Beatriz|Leonor|Mariana|Tomás|Duarte|Zofia|Hanna|Jadwiga|Kasia|Eliška|'
        'Anežka|Jana|Zsófia|Réka|Ilona|Aino|Helmi|Venla|Siiri|Liv|Maja|Femke|Sanne|Daan|Saskia|'
        'Marijke|Anouk|Eleni|Daphne|Ariadne|Niamh|Aoife|Maeve|Florence|Beatrice|Harriet|Winifred'),
    ('city', 'Gent|Lyon|Porto|Wien|Graz|Basel|Bern|Zürich|Leipzig|Bremen|Kiel|Lübeck|Mainz|Ulm|'
        'Dresden|Köln|Aachen|Torino|Bologna|Verona|Lucca|Siena|Trieste|Nantes|Lille|Dijon|Annecy|'
        'Avignon|Sevilla|Granada|Bilbao|Girona|Coimbra|Braga|Évora|Utrecht|Leiden|Delft|Haarlem|'
        'Brugge|Leuven|Namur|Malmö|Uppsala|Lund|Bergen|Tromsø|Aarhus|Odense|Turku|Tampere|Tartu|'
        'Riga|Vilnius|Kraków|Gdańsk|Poznań|Brno|Olomouc|Pécs|Szeged|Ljubljana|Zadar|Split|Cork|'
        'Galway|York|Bath|Bristol|Leeds|Norwich|Oxford|Cardiff|Dundee|Inverness|Luxembourg|Sibiu'),
    ('company', 'GmbH|& Co.|BV|SARL|AB|ApS|Srl|Oy|S.L.|Ltd|KG|SAS|AS|Lda'),
    ('mailbox', 'info|hello|office|kontakt|bonjour|ciao|post|billing|shop|team|contact|hola')
) as lists (list, words),
    unnest(string_to_array(words, '|')) with ordinality as entries (word, position);
