"""Names and titles of the sample network, in the languages of its three centres."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Everything that has a name at one centre."""

    code: str
    name: str
    city: str
    university: str
    zone: str
    country: str
    language: str
    labs: tuple[tuple[str, str, int], ...]  # code, name, places; the first two belong to nothing
    halves: tuple[str, str, str]  # the hall and its two halves
    models: tuple[
        tuple[str, str, int, str, tuple[tuple[str, int], ...]], ...
    ]  # name, code, units, category, parts
    women: tuple[str, ...]
    men: tuple[str, ...]
    school_kinds: tuple[tuple[str, str], ...]  # name with {n}, kind
    villages: tuple[str, ...]
    districts: tuple[str, ...]
    bookings: tuple[str, ...]
    clubs: tuple[str, ...]
    events: tuple[tuple[str, str, str], ...]  # title, kind, mode
    sessions: tuple[str, ...]
    requests: tuple[tuple[str, str], ...]  # title, topic
    question: str
    answer: str
    courses: tuple[tuple[str, int], ...]
    studies: tuple[str, ...]
    skills: tuple[str, ...]
    closure: str
    outage: str
    maintenance: str
    reasons: tuple[str, ...]


ALMATY = Words(
    code="ALA",
    name="Алматы STEM орталығы",
    city="Алматы",
    university="Алматы технологиялық университеті",
    zone="Asia/Almaty",
    country="KZ",
    language="ru",
    labs=(("ROB", "Лаборатория робототехники", 24), ("MAK", "Мейкерспейс", 16), ("BIO", "Лаборатория биологии", 20)),
    halves=("Физика", "Физика А", "Физика Б"),
    models=(
        ("LEGO SPIKE Prime", "SPK", 8, "Робототехника", (("Хаб", 1), ("Мотор", 3), ("Датчик", 4), ("Деталь", 528))),
        ("Микроскоп Levenhuk", "MIC", 15, "Биология", (("Окуляр", 2), ("Предметное стекло", 20))),
        ("Планшет", "TAB", 12, "Цифровое", ()),
        ("3D-принтер", "PRN", 2, "Мейкерспейс", ()),
        ("Набор датчиков Vernier", "VER", 6, "Физика", (("Датчик", 5), ("Кабель", 5))),
    ),
    women=(
        "Айгерим Садыкова", "Зарина Омарова", "Жанель Ахметова", "Мадина Серик", "Камила Абди", "Аружан Кали",
        "Гульнар Абенова", "Салтанат Ахметова", "Бота Кенже", "Елена Ким", "Ольга Сидорова", "Алия Турсын",
        "Сауле Аманова", "Динара Жумабек", "Наталья Ли", "Асель Нурлан", "Томирис Бек", "Ирина Пак",
    ),
    men=(
        "Данияр Оспанов", "Арман Беков", "Нурлан Искаков", "Марат Сейткали", "Рустем Таубаев", "Игорь Павлов",
        "Диас Нурмухан", "Иван Петренко", "Тимур Галиев", "Ержан Касым", "Бауыржан Али", "Алексей Цой",
        "Санжар Мукан", "Олжас Ибрай", "Виктор Хан", "Азамат Сулейменов",
    ),
    school_kinds=(("Школа № {n}", "Школа"), ("Гимназия № {n}", "Гимназия"), ("Лицей № {n}", "Лицей")),
    villages=("Карасу", "Шелек", "Талгар", "Есик", "Каскелен", "Узынагаш"),
    districts=("Алмалы", "Медеу", "Ауэзов", "Бостандык", "Турксиб", "Жетысу"),
    bookings=(
        "Оптика, 10 класс", "Электричество, 8 класс", "3D-моделирование, 9 класс", "Волны, 11 класс",
        "Практикум по биологии", "Олимпиадная подготовка", "Python для учителей", "Жарық құбылыстары, 8 сынып",
        "Сборка мостов", "Датчики и данные, 7 класс", "Роботтар әлемі, 6 сынып",
    ),
    clubs=("Клуб робототехники 7Б", "Жас физик үйірмесі"),
    events=(
        ("День робототехники", "workshop", "at_centre"), ("Открытая суббота", "open_day", "at_centre"),
        ("Ғылым апталығы", "festival", "at_school"), ("Конкурс мостов", "contest", "at_centre"),
        ("Лекция: данные вокруг нас", "lecture", "online"), ("Выезд в сельскую школу", "visit", "at_school"),
        ("Курс для учителей физики", "teacher_course", "at_centre"), ("Ночь науки", "festival", "hybrid"),
    ),
    sessions=("Собираем робота", "Программируем лабиринт", "Соревнование и призы"),
    requests=(
        ("Датчики для 8 класса: какой набор, какие уроки?", "sensors"), ("Правила конкурса роботов", "robotics"),
        ("15 микроскопов на неделю", "equipment"), ("Регистрация данных в практикуме по оптике", "physics"),
        ("Уголок мейкера в небольшой школе", "making"), ("Первые шаги с Python в 9 классе", "programming"),
        ("Поездка 26 учеников: что вы предлагаете?", "other"), ("Как выбрать 3D-принтер до 400 000 ₸", "equipment"),
        ("Олимпиадные задачи для смешанной группы", "physics"), ("Фотографии с микроскопа на планшетах", "biology"),
        ("Зертханалық жұмысты қазақша жүргізу", "physics"), ("Проектная неделя: робот-садовник", "robotics"),
    ),
    question="У нас {n} учеников и четыре старых ноутбука. Какой набор можно взять и кто покажет первый урок?",
    answer="Я проводила такие уроки весной. Комплект 2 свободен с понедельника.",
    courses=(("Python для учителей", 1), ("Робототехника: тренер ступени 1", 1), ("Датчики на уроке физики", 2)),
    studies=("Физика, 3 курс", "Робототехника, 4 курс", "Биология, 2 курс", "Информатика, магистратура"),
    skills=("робототехника", "python", "физика", "биология", "3d"),
    closure="Отключение электричества",
    outage="Нагреватель сопла, деталь заказана",
    maintenance="Проверка электрики",
    reasons=("Автобус не приехал", "Учитель заболел", "Школа перенесла занятие"),
)  # fmt: skip

KAZAN = Words(
    code="KZN",
    name="STEM-центр Казань",
    city="Казань",
    university="Казанский технический университет",
    zone="Europe/Moscow",
    country="RU",
    language="ru",
    labs=(("ROB", "Лаборатория роботов", 22), ("MAK", "Мастерская", 14), ("CHE", "Лаборатория химии", 18)),
    halves=("Физический зал", "Зал, север", "Зал, юг"),
    models=(
        ("Arduino Starter Kit", "ARD", 10, "Электроника", (("Плата", 1), ("Датчик", 6), ("Провод", 20))),
        ("Микроскоп Биомед", "MIC", 12, "Биология", ()),
        ("VR-шлем", "VRH", 4, "Цифровое", (("Контроллер", 2), ("Кабель", 1))),
        ("Лазерный гравёр", "LAS", 1, "Мастерская", ()),
    ),
    women=(
        "Алина Хасанова", "Екатерина Волкова", "Лилия Сафина", "Мария Орлова", "Динара Галиева", "Анна Кузнецова",
        "Регина Валеева", "Ольга Белова", "Гузель Шарипова", "Софья Романова", "Эльвира Юсупова", "Вера Титова",
    ),
    men=(
        "Ильдар Фаттахов", "Сергей Морозов", "Тимур Закиров", "Павел Соколов", "Руслан Гарипов", "Андрей Лебедев",
        "Марат Хайруллин", "Никита Фёдоров", "Айрат Мингазов", "Дмитрий Козлов", "Ренат Аюпов", "Артём Новиков",
    ),
    school_kinds=(("Школа № {n}", "Школа"), ("Гимназия № {n}", "Гимназия"), ("Лицей № {n}", "Лицей")),
    villages=("Пестрецы", "Арск", "Лаишево", "Высокая Гора"),
    districts=("Вахитовский", "Советский", "Приволжский", "Авиастроительный"),
    bookings=(
        "Сборка схем, 8 класс", "Химия воды, 9 класс", "Лазерная резка", "Механика, 10 класс", "Виртуальная анатомия",
        "Кружок электроники", "Подготовка к турниру", "Микробиология, 11 класс",
    ),
    clubs=("Кружок электроники 8А", "Юный химик"),
    events=(
        ("Фестиваль роботов", "festival", "at_centre"), ("День открытых дверей", "open_day", "at_centre"),
        ("Урок в школе: электричество", "visit", "at_school"), ("Турнир физиков", "contest", "at_centre"),
        ("Вебинар: нейросети", "lecture", "online"), ("Мастер-класс по пайке", "workshop", "at_centre"),
    ),
    sessions=("Знакомство", "Практика", "Защита проектов"),
    requests=(
        ("Набор Arduino на четверть", "equipment"), ("Проект по экологии реки", "biology"),
        ("Турнир физиков: с чего начать", "physics"), ("VR на уроке биологии", "biology"),
        ("Кружок программирования с нуля", "programming"), ("Безопасность лазерного гравёра", "making"),
        ("Экскурсия для 5 класса", "other"), ("Датчики температуры для проекта", "sensors"),
    ),
    question="В классе {n} учеников, есть шесть компьютеров. Подскажите, с чего начать и какие материалы взять.",
    answer="Такой проект делала гимназия в марте, можно взять их план.",
    courses=(("Электроника для учителей", 1), ("Цифровая лаборатория", 2)),
    studies=("Электроника, 3 курс", "Химия, 4 курс", "Прикладная математика, 2 курс"),
    skills=("электроника", "химия", "python", "лазер"),
    closure="Санитарный день",
    outage="Требуется юстировка",
    maintenance="Поверка приборов",
    reasons=("Карантин в классе", "Учитель в отъезде", "Перенос по просьбе школы"),
)  # fmt: skip

OULU = Words(
    code="OUL",
    name="Oulun STEM-keskus",
    city="Oulu",
    university="Pohjoinen teknillinen yliopisto",
    zone="Europe/Helsinki",
    country="FI",
    language="en",
    labs=(("ROB", "Robotiikkalabra", 20), ("FAB", "Fab Lab", 18), ("KEM", "Kemian labra", 16)),
    halves=("Fysiikan sali", "Fysiikka A", "Fysiikka B"),
    models=(
        ("micro:bit-sarja", "MBT", 12, "Ohjelmointi", (("micro:bit", 10), ("Johto", 10), ("Paristokotelo", 10))),
        ("Prusa MK4", "PRU", 3, "Fab Lab", ()),
        ("Lämpökamera", "LAM", 4, "Fysiikka", ()),
        ("Lego EV3", "EV3", 6, "Robotiikka", (("Moottori", 3), ("Anturi", 4))),
    ),
    women=(
        "Aino Korhonen", "Liisa Mäkinen", "Sara Nygård", "Emilia Laine", "Hanna Virtanen", "Kaisa Heikkilä",
        "Noora Salmi", "Venla Koski", "Iida Lehto", "Anni Rantala", "Sofia Niemi", "Ella Järvinen",
    ),
    men=(
        "Mikko Heikkinen", "Jari Nieminen", "Antti Koskela", "Lauri Hakala", "Petri Saarinen", "Eero Laitinen",
        "Ville Karjalainen", "Juho Mattila", "Otto Turunen", "Niklas Holm", "Samuli Ojala", "Kalle Peltola",
    ),
    school_kinds=(("Koulu {n}", "Peruskoulu"), ("Lukio {n}", "Lukio"), ("Yhteiskoulu {n}", "Yhteiskoulu")),
    villages=("Kempele", "Ii", "Muhos", "Liminka"),
    districts=("Keskusta", "Linnanmaa", "Haukipudas", "Kaakkuri"),
    bookings=(
        "Robottikerho 5B", "Optiikka, 9. luokka", "3D-tulostus", "Kemian työt, 8. luokka", "Lämpö ja energia",
        "Ohjelmoinnin alkeet", "Kisavalmennus", "Mikrobit, 6. luokka",
    ),
    clubs=("Robottikerho 5B", "Tyttöjen koodikerho"),
    events=(
        ("Tiedepäivä", "festival", "at_centre"), ("Avoimet ovet", "open_day", "at_centre"),
        ("Kouluvierailu: ilmasto", "visit", "at_school"), ("Robottikisa", "contest", "at_centre"),
        ("Etäluento: revontulet", "lecture", "online"), ("Työpaja: mikro:bit", "workshop", "hybrid"),
    ),
    sessions=("Rakennetaan", "Ohjelmoidaan", "Kilpaillaan"),
    requests=(
        ("Mikro:bitit 6. luokalle", "programming"), ("Ilmastoprojektin anturit", "sensors"),
        ("3D-tulostin pienelle koululle", "equipment"), ("Robottikisan säännöt", "robotics"),
        ("Fysiikan työt ilman labraa", "physics"), ("Vierailu 28 oppilaalle", "other"),
        ("Kemian työturvallisuus", "chemistry"), ("Tyttöjen koodikerho: ohjaaja?", "programming"),
    ),
    question="Meillä on {n} oppilasta ja kahdeksan läppäriä. Mitä sarjaa voisi lainata ja kuka näyttäisi alun?",
    answer="Saman sarjan tunnit pidettiin keväällä, materiaali on valmiina.",
    courses=(("Ohjelmointi opettajille", 1), ("Robotiikan kouluttajat", 2)),
    studies=("Fysiikka, 3. vuosi", "Tietotekniikka, 4. vuosi", "Kemia, 2. vuosi"),
    skills=("ohjelmointi", "robotiikka", "fysiikka", "kemia"),
    closure="Huoltopäivä",
    outage="Suutin tukossa, osa tilattu",
    maintenance="Laitteiden huolto",
    reasons=("Bussi ei tullut", "Opettaja sairaana", "Koulu siirsi päivän"),
)  # fmt: skip

CENTRES = (ALMATY, KAZAN, OULU)
