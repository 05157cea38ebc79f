-- Safe to run again: an installation made by an older version gets what is new.
SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['countersign_owner', 'countersign_app']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- The owner makes the databases that tests and measurements throw away again.
ALTER ROLE countersign_owner CREATEDB;

SELECT 'CREATE DATABASE countersign OWNER countersign_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'countersign') \gexec

-- In template1 as well, so that a test database knows the restricted login from its birth.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner
    GRANT USAGE, SELECT ON SEQUENCES TO countersign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner
    GRANT USAGE ON SCHEMAS TO countersign_app;

\connect countersign
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner
    GRANT USAGE, SELECT ON SEQUENCES TO countersign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner
    GRANT USAGE ON SCHEMAS TO countersign_app;
