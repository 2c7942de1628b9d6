"""Names for measuring genitives: 200 that take an s, and 100 words in -s that look like genitives and are none."""

_NAMES = """
Wagner Beckenbauer Klopp
Schoigu Putin Selenskyj Merkel Obama Trump Biden Macron Erdogan Orban Netanjahu Lawrow Medwedew Nawalny Lukaschenko
Schröder Kohl Adenauer Brandt Schmidt Steinmeier Gauck Köhler Wulff Herzog Rau Habeck Baerbock Lindner Laschet Söder
Stoiber Seehofer Spahn Lauterbach Faeser Guttenberg Westerwelle Genscher Fischer Trittin Roth Özdemir Hofreiter
Wagenknecht Lafontaine Gysi Bartsch Ramelow Kretschmann Kretschmer Haseloff Dreyer Weil Günther Tschentscher Scheuer
Altmaier Dobrindt Klöckner Barley Gabriel Steinbrück Schäuble Waigel Eichel Kim Modi Abe Kishida Suga Moon Yoon
Duterte Widodo Zuma Ramaphosa Mandela Buhari Sisi Mubarak Gaddafi Assad Rohani Chamenei Karzai Ghani Musharraf
Bhutto Gandhi Nehru Castro Maduro Lula Bolsonaro Kirchner Macri Sunak Johnson Cameron Thatcher Blair Brown Corbyn
Starmer Sturgeon Sarkozy Hollande Mitterrand Chirac Melenchon Berlusconi Meloni Salvini Renzi Draghi Monti Rajoy
Zapatero Costa Tusk Kaczynski Duda Walesa Havel Zeman Fico Nehammer Haider Strache Kreisky Blocher Rutte Barroso
Juncker Leyen Pashinyan Aliyev Tokajew Saakaschwili China Nordkorea Südkorea Russland Deutschland Frankreich Italien
Spanien Polen Ungarn Tschechien Rumänien Bulgarien Griechenland Türkei Israel Syrien Iran Irak Afghanistan Pakistan
Indien Japan Vietnam Kambodscha Myanmar Thailand Australien Kanada Mexiko Brasilien Argentinien Chile Kolumbien
Venezuela Kuba Ägypten Libyen Tunesien Algerien Marokko Moskau Kiew Berlin München Hamburg Wien Zürich Rom Madrid
London Pjöngjang Peking Seoul Tokio Washington Kabul
"""
_LOOK_ALIKES = """
Paris Jesus Virus Laos Hans Lukas Mars Texas Haus Maus Andreas Thomas Klaus Markus Matthias Tobias Jonas Niklas
Elias Julius Marius Cornelius Dennis Boris Doris Iris Chris Alexis Nikolaus Angeles Dallas Kansas Arkansas Illinois
Honduras Barbados Bahamas Damaskus Belarus Tunis Memphis Athos Delos Lesbos Samos Rhodos Chaos Kosmos Pathos Ethos
Mythos Eros Bonus Malus Campus Zirkus Bus Radius Status Kaktus Fokus Luxus Rhythmus Zyklus Sozialismus Kapitalismus
Terrorismus Basis Praxis Krisis Tennis Anis Kürbis Gas Atlas Ananas Glas Gras Moses Herkules Sokrates Aristoteles
Achilles Hermes Hades Mercedes Los Reis Eis Kreis Preis Beweis Ausweis Verweis Puls Hals Fels Uranus Venus Zeus
"""

NAMES = tuple(_NAMES.split())
LOOK_ALIKES = tuple(_LOOK_ALIKES.split())
