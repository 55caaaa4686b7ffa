BEGIN TRANSACTION;
CREATE TABLE acl_class (
    id INTEGER PRIMARY KEY,
    tokens TEXT NOT NULL UNIQUE,             -- JSON list, sorted
    documents INTEGER NOT NULL DEFAULT 0,
    length INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "acl_class" VALUES(1,'["everyone"]',2,6);
INSERT INTO "acl_class" VALUES(2,'["group:bids","group:hr"]',2,4);
INSERT INTO "acl_class" VALUES(3,'["group:bids"]',1,2);
INSERT INTO "acl_class" VALUES(4,'[]',1,2);
CREATE TABLE contribution (
    document INTEGER NOT NULL REFERENCES document,
    alias TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,                     -- JSON list, sorted
    PRIMARY KEY (document, alias)
) WITHOUT ROWID;
INSERT INTO "contribution" VALUES(1,'email:ada@x.org','Ada','["reviewer"]');
INSERT INTO "contribution" VALUES(1,'email:bob@x.org','Bob','["author"]');
INSERT INTO "contribution" VALUES(2,'email:éva@x.org','Éva d''Or','["author"]');
INSERT INTO "contribution" VALUES(3,'email:ada@x.org','Ada','["author","reviewer"]');
INSERT INTO "contribution" VALUES(4,'email:dan@x.org','Dan','["author"]');
INSERT INTO "contribution" VALUES(5,'email:ada@x.org','A. Lovelace','["author"]');
INSERT INTO "contribution" VALUES(6,'email:cleo@x.org','Cleo','["author"]');
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    class INTEGER NOT NULL REFERENCES acl_class,
    title TEXT NOT NULL, link TEXT NOT NULL, date TEXT, language TEXT NOT NULL,
    length INTEGER NOT NULL, thread TEXT, reply_to TEXT, bag TEXT NOT NULL,
    raw TEXT NOT NULL, content TEXT NOT NULL -- digests
);
INSERT INTO "document" VALUES(1,'a:grid','a',3,'grid','https://x.org/a:grid','2025-01','en',2,NULL,NULL,'ecc0fc5cb88ee9578454c42ef43d1b35','dc658cf948f68a3af7b727a40f3074b3','451b3da5717c4b5bd7243b329c190a0e');
INSERT INTO "document" VALUES(2,'a:it''s','a',1,'it''s','https://x.org/a:it''s','2023','en',3,NULL,NULL,'a1fa7429805993a9cb64cb9374c1f65e','07d4aa5d461d29759aeeff057432349c','d3d923d8865c0ba20096dbebf6a6849e');
INSERT INTO "document" VALUES(3,'a:wind','a',1,'wind','https://x.org/a:wind','2024-01-02','en',3,NULL,NULL,'86c760163ab1059d928e1c1982a67ef7','f2a56f607f4fd90566551b0aac6e14f5','56797217043f3a40286902523dd329a8');
INSERT INTO "document" VALUES(4,'b:1','b',2,'1','https://x.org/b:1',NULL,'en',3,'mast',NULL,'9b81dfce9e16fe9d0f72182e7b079b92','93d1ca05a6e40145690e5abcb6449e3f','789e456ccd60bab70e8829b009133787');
INSERT INTO "document" VALUES(5,'b:2','b',2,'2','https://x.org/b:2',NULL,'en',1,'mast','b:1','2d7fd910f8f85604eee090f963c85774','f9dcf209b42e6e2a2ae19213409acb7a','47f8ce52982a245df3be7093f0587728');
INSERT INTO "document" VALUES(6,'b:pay','b',4,'pay','https://x.org/b:pay',NULL,'en',2,NULL,NULL,'5945f621ea36222321ea8dff1da9623f','1ce0ffadc8159cace89831397973fbeb','ed81c91c540f35130e702f65ebe809f2');
CREATE TABLE membership (                    -- who holds a token beside their own
    member TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (member, token)
) WITHOUT ROWID;
INSERT INTO "membership" VALUES('user:ada@x.org','group:bids');
INSERT INTO "membership" VALUES('user:éva@x.org','group:bids');
CREATE TABLE mention (
    topic INTEGER NOT NULL REFERENCES topic,
    class INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document,
    times INTEGER NOT NULL,
    in_title INTEGER NOT NULL,
    length INTEGER NOT NULL,
    surface TEXT NOT NULL,
    in_heading INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, class, document)
) WITHOUT ROWID;
INSERT INTO "mention" VALUES(1,2,4,1,0,3,'grid',0);
INSERT INTO "mention" VALUES(1,3,1,1,0,2,'grid',0);
INSERT INTO "mention" VALUES(2,2,4,2,0,3,'mast',0);
INSERT INTO "mention" VALUES(2,2,5,1,0,1,'mast',0);
INSERT INTO "mention" VALUES(3,4,6,1,0,2,'pay',0);
INSERT INTO "mention" VALUES(4,1,2,3,0,3,'permit',0);
INSERT INTO "mention" VALUES(4,1,3,1,0,3,'permit',0);
INSERT INTO "mention" VALUES(5,1,3,1,0,3,'wind',0);
INSERT INTO "mention" VALUES(5,3,1,1,0,2,'wind',0);
INSERT INTO "mention" VALUES(5,4,6,1,0,2,'wind',0);
INSERT INTO "mention" VALUES(6,1,3,1,0,3,'éolien',0);
CREATE TABLE mentioned (                     -- the way from a document to its mentions:
    document INTEGER PRIMARY KEY REFERENCES document,
    topics TEXT NOT NULL                     -- a JSON list of ids: smaller than an index
);
INSERT INTO "mentioned" VALUES(1,'[1, 5]');
INSERT INTO "mentioned" VALUES(2,'[4]');
INSERT INTO "mentioned" VALUES(3,'[4, 5, 6]');
INSERT INTO "mentioned" VALUES(4,'[1, 2]');
INSERT INTO "mentioned" VALUES(5,'[2]');
INSERT INTO "mentioned" VALUES(6,'[3, 5]');
CREATE TABLE revision (number INTEGER NOT NULL);
INSERT INTO "revision" VALUES(2);
CREATE TABLE topic (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
INSERT INTO "topic" VALUES(1,'en:grid');
INSERT INTO "topic" VALUES(2,'en:mast');
INSERT INTO "topic" VALUES(3,'en:pay');
INSERT INTO "topic" VALUES(4,'en:permit');
INSERT INTO "topic" VALUES(5,'en:wind');
INSERT INTO "topic" VALUES(6,'fr:eolien');
CREATE TABLE volume (                        -- documents per alias, class, spelling and roles
    alias TEXT NOT NULL,
    class INTEGER NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (alias, class, name, roles)
) WITHOUT ROWID;
INSERT INTO "volume" VALUES('email:ada@x.org',1,'Ada','["author","reviewer"]',1);
INSERT INTO "volume" VALUES('email:ada@x.org',2,'A. Lovelace','["author"]',1);
INSERT INTO "volume" VALUES('email:ada@x.org',3,'Ada','["reviewer"]',1);
INSERT INTO "volume" VALUES('email:bob@x.org',3,'Bob','["author"]',1);
INSERT INTO "volume" VALUES('email:cleo@x.org',4,'Cleo','["author"]',1);
INSERT INTO "volume" VALUES('email:dan@x.org',2,'Dan','["author"]',1);
INSERT INTO "volume" VALUES('email:éva@x.org',1,'Éva d''Or','["author"]',1);
CREATE INDEX membership_by_token ON membership (token);
CREATE INDEX document_by_class_and_date ON document (class, date);
CREATE INDEX document_by_source ON document (source, key, raw, content);
CREATE INDEX document_by_thread ON document (thread, source) WHERE thread IS NOT NULL;
CREATE INDEX contribution_by_alias ON contribution (alias);
CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    UPDATE acl_class SET documents = documents + 1, length = length + new.length
    WHERE id = new.class;
END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
    UPDATE acl_class SET documents = documents - 1, length = length - old.length
    WHERE id = old.class;
END;
CREATE TRIGGER document_moved AFTER UPDATE OF class, length ON document BEGIN
    UPDATE acl_class SET documents = documents - 1, length = length - old.length
    WHERE id = old.class;
    UPDATE acl_class SET documents = documents + 1, length = length + new.length
    WHERE id = new.class;
END;
CREATE TRIGGER contribution_added AFTER INSERT ON contribution BEGIN
    INSERT INTO volume SELECT new.alias, class, new.name, new.roles, 1
    FROM document WHERE id = new.document
    ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER contribution_gone AFTER DELETE ON contribution BEGIN
    UPDATE volume SET documents = documents - 1
    WHERE alias = old.alias AND name = old.name AND roles = old.roles
        AND class = (SELECT class FROM document WHERE id = old.document);
    DELETE FROM volume WHERE alias = old.alias AND documents = 0;
END;
COMMIT;
